package dev.angarium.provider.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeekTest {
    private final Peek peek = Peek.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"entry\":[{\"changes\":[{\"value\":{\"metadata\":{\"phone_number_id\":\"7\"}}}]}]} | 7",
                "{\"x\":{\"entry\":{}},\"entry\":[1,{},{\"changes\":{\"value\":{\"metadata\":{\"phone_number_id\":8}}}}]} | 8",
                "{\"entry\":[{\"phone_number_id\":\"9\",\"changes\":[{\"metadata\":{\"phone_number_id\":\"9\"}}]}]} | ''",
                "{\"entry\":[{\"changes\":[{\"value\":{\"metadata\":{\"phone_number_id\":null}}}]}]} | ''",
                "{\"entry\":[{\"changes\":[{\"value\":{\"metadata\":{\"phone_number_id\":\"7\"}}} cut off | 7",
                "{\"entry\":7} | ''",
                "[] | ''",
                "'' | ''"
            })
    void the_account_of_meta_is_found_at_its_place_only(String body, String expected) {
        assertThat(peek.find(body.getBytes(UTF_8), Peek.META_INSTANCE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"e\",\"data\":{\"instance\":\"no\"},\"instance\":\"yes\"} | yes",
                "{\"instance\":\"first\",\"instance\":\"second\"} | first",
                "{\"instance\":\"a\\u0000b\"} | ''",
                "{\"instance\":\"a\\ud800b\"} | ''",
                "{\"instance\":{\"instance\":\"no\"}} | ''",
                "{\"instance\":true} | ''"
            })
    void the_account_of_evolution_is_the_first_at_the_top(String body, String expected) {
        assertThat(peek.find(body.getBytes(UTF_8), Peek.EVOLUTION_INSTANCE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"10, ''", "100, found"})
    void a_body_beyond_the_limit_is_not_searched(int maxBytes, String expected) {
        var bounded = new Peek(JsonLimits.DEFAULT, maxBytes);
        assertThat(bounded.find("{\"a\":\"found\"}".getBytes(UTF_8), List.of("a")))
                .isEqualTo(expected);
    }
}
