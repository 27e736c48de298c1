package dev.angarium.provider.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesAndPhonesTest {
    private final JsonReader json = new JsonReader(JsonLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1700000000 | 1700000000000",
                "\"1700000000\" | 1700000000000",
                "1700000000123 | 1700000000123",
                "\"1700000000123\" | 1700000000123",
                "99999999999 | 99999999999000",
                "100000000000 | 100000000000",
                "1700000000.75 | 1700000000000",
                "{\"low\":1700000000,\"high\":0,\"unsigned\":true} | 1700000000000",
                "{\"low\":-807360512,\"high\":395} | 1699999688704",
                "\"2023-11-14T22:13:20.123Z\" | 1700000000123",
                "\"2023-11-14T19:13:20-03:00\" | 1700000000000",
                "0 | -1",
                "-5 | -1",
                "1e300 | -1",
                "999999999999999 | -1",
                "\"soon\" | -1",
                "null | -1",
                "[] | -1",
                "{} | -1"
            })
    void a_time_is_read_however_it_is_written(String value, long expected) {
        assertThat(Times.of(json.tree(value.getBytes(UTF_8)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "5511987654321, +5511987654321",
        "551187654321, +551187654321",
        "15551234567, +15551234567",
        "972987654321, +972987654321",
        "5678, ''",
        "0551187654321, ''",
        "99912345678901, ''",
        "123456789012345678, ''",
        "US.1234, ''",
        "120363141381952108, ''",
        "'', ''"
    })
    void digits_are_a_phone_only_where_such_a_number_can_be(String digits, String expected) {
        assertThat(Phones.ofDigits(digits)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "5511987654321@s.whatsapp.net, +5511987654321",
        "5511987654321:12@s.whatsapp.net, +5511987654321",
        "5511987654321@c.us, +5511987654321",
        "55119876543211@lid, ''",
        "5511987654321@g.us, ''"
    })
    void only_the_id_of_a_phone_is_one(String jid, String expected) {
        assertThat(Phones.ofJid(jid)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"+55 11 98765-4321, +5511987654321", "+5511987654321, +5511987654321", "tel, ''", "+1, ''"})
    void what_people_write_goes_the_long_way(String text, String expected) {
        assertThat(Phones.ofText(text)).isEqualTo(expected);
    }
}
