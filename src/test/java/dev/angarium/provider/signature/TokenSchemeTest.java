package dev.angarium.provider.signature;

import static dev.angarium.provider.signature.Signed.NOW;
import static dev.angarium.provider.signature.Signed.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.Webhook;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSchemeTest {
    private final Scheme scheme = Signed.scheme(
            "token",
            Map.of(),
            SigningSecret.of("the token"),
            SigningSecret.of("old").until(NOW));

    @ParameterizedTest
    @CsvSource({
        "X-API-Key, the token, ACCEPTED",
        "x-api-key, the token, ACCEPTED",
        "X-API-Key, the toke, WRONG",
        "X-API-Key, The token, WRONG",
        "X-API-Key, '', WRONG",
        "X-API-Key, old, ACCEPTED",
        "Authorization, Bearer the token, ACCEPTED",
        "Authorization, bearer the token, ACCEPTED",
        "Authorization, the token, MALFORMED",
        "Authorization, Basic the token, MALFORMED",
        "X-Authorization, the token, ACCEPTED",
        "X-Authorization, Bearer the token, WRONG",
        "X-Other, the token, ABSENT"
    })
    void a_token_counts_in_its_headers_only(String header, String value, Verdict expected) {
        assertThat(scheme.verify(webhook(header, value))).isEqualTo(expected);
    }

    @Test
    void the_first_header_that_is_present_decides_alone() {
        assertThat(scheme.verify(with(Map.of("X-API-Key", "wrong", "Authorization", "Bearer the token"))))
                .isEqualTo(Verdict.WRONG);
        assertThat(scheme.verify(with(Map.of("Authorization", "Bearer wrong", "X-Authorization", "the token"))))
                .isEqualTo(Verdict.WRONG);
        assertThat(scheme.verify(with(Map.of("X-API-Key", "the token", "Authorization", "Bearer wrong"))))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void two_values_are_refused() {
        assertThat(scheme.verify(webhook("X-API-Key", "the token", "the token")))
                .isEqualTo(Verdict.AMBIGUOUS);
    }

    @Test
    void the_old_token_ends_with_the_overlap() {
        assertThat(scheme.verify(Signed.at(NOW + 1, webhook("X-API-Key", "old"))))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void an_address_proves_itself_but_only_as_an_address() {
        var url = Signed.scheme("url", Map.of());
        assertThat(url.verify(webhook("X"))).isEqualTo(Verdict.ACCEPTED);
        assertThat(url.needsOwnAddress()).isTrue();
        assertThat(scheme.needsOwnAddress()).isFalse();
    }

    private static Webhook with(Map<String, String> headers) {
        return Webhook.post(Signed.BODY, NOW).withHeaders(name -> {
            var value = headers.get(name);
            return value == null ? List.of() : List.of(value);
        });
    }
}
