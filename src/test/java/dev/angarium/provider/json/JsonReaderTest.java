package dev.angarium.provider.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    private static final String DOCUMENT =
            " {\"a\" : {\"b\":[1, -2.50 ,\"é\\u0041😀\" ,true,null, {}], \"c\":\"x\"},\"n\":12 ,\"a\":0, \"f\":false}\n ";

    private final JsonReader reader = new JsonReader(JsonLimits.DEFAULT);

    private Json read(String text) {
        return reader.tree(text.getBytes(UTF_8));
    }

    @Test
    void blanks_with_a_byte_order_mark_among_them_are_no_document() {
        var body = "\n\t\t\uFEFF\t\t\t ".getBytes(UTF_8);
        assertThat(new JsonReader(JsonLimits.DEFAULT).read(body)).isInstanceOf(JsonOutcome.NotJson.class);
    }

    @Test
    void each_value_knows_its_own_bytes() {
        var root = read(DOCUMENT);
        assertThat(slice(root)).isEqualTo(DOCUMENT.strip());
        assertThat(slice(root.get("a"))).isEqualTo("{\"b\":[1, -2.50 ,\"é\\u0041😀\" ,true,null, {}], \"c\":\"x\"}");
        var list = root.get("a").get("b");
        assertThat(list.elements())
                .extracting(JsonReaderTest::slice)
                .containsExactly("1", "-2.50", "\"é\\u0041😀\"", "true", "null", "{}");
        assertThat(slice(root.get("n"))).isEqualTo("12");
        assertThat(slice(root.get("f"))).isEqualTo("false");
    }

    @Test
    void a_byte_order_mark_moves_nothing() {
        var root = read("\uFEFF" + DOCUMENT);
        assertThat(slice(root)).isEqualTo(DOCUMENT.strip());
        assertThat(slice(root.get("n"))).isEqualTo("12");
    }

    @Test
    void a_path_that_is_not_there_ends_in_missing() {
        var root = read(DOCUMENT);
        assertThat(root.get("x").get("y").at(3).text()).isEmpty();
        assertThat(root.get("x").number(7)).isEqualTo(7);
        assertThat(root.get("x").absent()).isTrue();
        assertThat(root.get("a").get("b").at(4).absent()).isTrue();
        assertThat(root.get("x").elements()).isEmpty();
        assertThat(root.get("n").elements()).hasSize(1);
    }

    @Test
    void of_duplicate_keys_the_first_counts() {
        assertThat(read(DOCUMENT).get("a").isObject()).isTrue();
    }

    @Test
    void a_member_is_cut_out_at_any_depth() {
        var root = read("{\"apikey\":\"s\",\"a\":[{\"b\": 1.0,\"ApiKey\":{\"x\":1}}],\"c\":\"apikey\"}");
        assertThat(new String(root.sliceWithout(List.of("apikey")), UTF_8))
                .isEqualTo("{\"a\":[{\"b\":1.0}],\"c\":\"apikey\"}");
        assertThat(slice(root.get("c"))).isEqualTo(new String(root.get("c").sliceWithout(List.of("apikey")), UTF_8));
    }

    @Test
    void numbers_are_never_expanded() {
        assertThat(read("1e1000000000").number(5)).isEqualTo(5);
        assertThat(read("-1e400").number(5)).isEqualTo(5);
        assertThat(read("1.9e3").number(5)).isEqualTo(1900);
        assertThat(read("\"17\"").number(5)).isEqualTo(17);
        assertThat(read("9223372036854775807").number(5)).isEqualTo(5);
        assertThat(read("123456789012345678").number(5)).isEqualTo(123456789012345678L);
        assertThat(Numbers.isNumber("012")).isFalse();
        assertThat(Numbers.isNumber("1.")).isFalse();
        assertThat(Numbers.isNumber("1e")).isFalse();
        assertThat(Numbers.isNumber("-")).isFalse();
        assertThat(Numbers.isNumber("-0.5E-3")).isTrue();
    }

    @Property(tries = 300)
    void what_is_written_is_read_again(@ForAll String name, @ForAll String value, @ForAll long number) {
        var out = new JsonOut(8).beginObject();
        out.name(name)
                .value(value)
                .number("number", number)
                .array("list")
                .value(value)
                .endArray()
                .endObject();
        var outcome = reader.read(out.bytes());
        if (clean(name).getBytes(UTF_8).length <= JsonLimits.DEFAULT.keyLength()) {
            assertThat(outcome).isInstanceOf(JsonOutcome.Parsed.class);
            var root = ((JsonOutcome.Parsed) outcome).root();
            assertThat(root.at(0).text()).isEqualTo(clean(value));
            assertThat(root.at(2).at(0).text()).isEqualTo(clean(value));
        }
    }

    @Test
    void a_fingerprint_leaves_out_what_is_volatile() {
        assertThat(marked("one").fingerprint()).isEqualTo(marked("two and more").fingerprint());
        assertThat(marked("one").fingerprint())
                .isNotEqualTo(marked("one").text("x", "y").fingerprint());
    }

    private static JsonOut marked(String address) {
        return new JsonOut(8)
                .beginObject()
                .text("id", "1")
                .beginVolatile()
                .text("url", address)
                .endVolatile();
    }

    private static String clean(String text) {
        var clean = new StringBuilder();
        text.codePoints()
                .map(point -> point == 0 || point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static String slice(Json json) {
        return new String(json.slice(), UTF_8);
    }
}
