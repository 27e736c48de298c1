package dev.angarium.web.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static final HeaderName NAME = HeaderName.of("X-A");

    @Test
    void a_head_is_written_as_it_goes_over_the_wire() {
        var head = RequestHead.of("POST", "/a?b", "a.test:81").add(NAME, "b c").add(NAME, 120L);
        assertThat(text(head.end(7)))
                .isEqualTo(
                        "POST /a?b HTTP/1.1\r\nhost: a.test:81\r\nX-A: b c\r\nX-A: 120\r\ncontent-length: 7\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_767_225_700L, Long.MAX_VALUE})
    void numbers_are_written_with_all_their_digits(long number) {
        assertThat(RequestHead.of("GET", "/", "a").add(NAME, number).headers().get("x-a"))
                .isEqualTo(Long.toString(number));
    }

    @Test
    void copies_go_on_apart() {
        var start = RequestHead.of("GET", "/", "a");
        var one = start.copy(0).add(NAME, "1");
        var two = start.copy(500).add(NAME, "2");
        assertThat(one.headers().getAll("X-A")).containsExactly("1");
        assertThat(two.headers().getAll("X-A")).containsExactly("2");
        assertThat(start.headers().names()).containsExactly("host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\rb", "a\nb", "\u0000", "\u007f", "\u0100", "\ud83d\ude00"})
    void a_value_that_could_end_its_line_is_refused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestHead.of("GET", "/", "a").add(NAME, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "\u00e4"})
    void a_name_that_is_none_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderName.of(name));
    }

    private static String text(RequestHead head) {
        return new String(head.bytes(), 0, head.length(), ISO_8859_1);
    }
}
