package dev.angarium.provider.signature;

import static dev.angarium.provider.signature.Signed.NOW;
import static dev.angarium.provider.signature.Signed.token;
import static dev.angarium.provider.signature.Signed.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.crypto.Bytes;
import dev.angarium.provider.Webhook;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvolutionSchemeTest {
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final long SECOND = NOW / 1000;

    private final Scheme jwt = Signed.scheme(
            "evolution",
            Map.of("accept", "jwt"),
            SigningSecret.of("secret"),
            SigningSecret.of("old").until(NOW));

    private static String claims(long issued, long expires) {
        return "{\"iat\":" + issued + ",\"exp\":" + expires + ",\"app\":\"evolution\",\"action\":\"webhook\"}";
    }

    private Verdict verify(String token) {
        return jwt.verify(webhook("Authorization", "Bearer " + token));
    }

    @ParameterizedTest
    @CsvSource({"0, 600, ACCEPTED", "60, 600, ACCEPTED", "61, 600, EXPIRED", "-600, -60, ACCEPTED", "-600, -61, EXPIRED"
    })
    void a_token_counts_in_its_time_give_or_take_a_minute(long issued, long expires, Verdict expected) {
        assertThat(verify(token(HS256, claims(SECOND + issued, SECOND + expires), "secret")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{}",
                "nonsense"
            })
    void no_other_algorithm_is_accepted(String header) {
        assertThat(verify(token(header, claims(SECOND, SECOND + 60), "secret"))).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exp\":9999999999,\"app\":\"evolution\",\"action\":\"webhook\"}",
                "{\"iat\":1,\"app\":\"evolution\",\"action\":\"webhook\"}",
                "{\"iat\":1,\"exp\":9999999999,\"app\":\"other\",\"action\":\"webhook\"}",
                "{\"iat\":1,\"exp\":9999999999,\"app\":\"evolution\",\"action\":\"login\"}",
                "{\"iat\":1,\"exp\":9999999999}",
                "[]",
                "{}"
            })
    void a_token_for_something_else_is_refused(String claims) {
        assertThat(verify(token(HS256, claims, "secret"))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void a_token_of_another_secret_or_with_another_letter_is_refused() {
        var right = token(HS256, claims(SECOND, SECOND + 60), "secret");
        assertThat(verify(token(HS256, claims(SECOND, SECOND + 60), "other"))).isEqualTo(Verdict.WRONG);
        for (var at = 0; at < right.length(); at++) {
            var letters = right.toCharArray();
            letters[at] ^= 1;
            assertThat(verify(new String(letters)).accepted()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c.d", "...", "!.!.!"})
    void what_is_no_token_is_refused(String token) {
        assertThat(verify(token).accepted()).isFalse();
    }

    @Test
    void an_unsigned_token_is_refused() {
        var signed = token(HS256, claims(SECOND, SECOND + 60), "secret");
        assertThat(verify(signed.substring(0, signed.lastIndexOf('.') + 1)).accepted())
                .isFalse();
        assertThat(verify(Bytes.toBase64Url("{\"alg\":\"none\"}".getBytes(UTF_8)) + ".e30.")
                        .accepted())
                .isFalse();
    }

    @Test
    void the_old_secret_of_tokens_ends_with_the_overlap() {
        var webhook = webhook("Authorization", "Bearer " + token(HS256, claims(SECOND, SECOND + 60), "old"));
        assertThat(jwt.verify(webhook)).isEqualTo(Verdict.ACCEPTED);
        assertThat(jwt.verify(Signed.at(NOW + 1, webhook))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void two_tokens_are_refused() {
        var right = "Bearer " + token(HS256, claims(SECOND, SECOND + 60), "secret");
        assertThat(jwt.verify(webhook("Authorization", right, right))).isEqualTo(Verdict.AMBIGUOUS);
    }

    @Test
    void a_key_in_the_body_is_found_without_reading_the_body() {
        var scheme = Signed.scheme("evolution", Map.of("accept", "apikey"), SigningSecret.of("the key"));
        assertThat(scheme.verify(webhook("X"))).isEqualTo(Verdict.ACCEPTED);
        assertThat(scheme.verify(body("{\"apikey\":\"a key\"}"))).isEqualTo(Verdict.WRONG);
        assertThat(scheme.verify(body("{\"apikey\":\"\"}"))).isEqualTo(Verdict.ABSENT);
        assertThat(scheme.verify(body("{\"data\":{\"apikey\":\"the key\"}}"))).isEqualTo(Verdict.ABSENT);
        assertThat(scheme.verify(body("{\"apikey\":\"no\",\"apikey\":\"the key\"}")))
                .isEqualTo(Verdict.WRONG);
        assertThat(scheme.verify(body("no json"))).isEqualTo(Verdict.ABSENT);
    }

    @Test
    void only_the_listed_ways_count_and_one_is_enough() {
        var scheme = Signed.scheme(
                "evolution",
                Map.of("accept", "hmac,header", "header", "X-Webhook-Signature", "tokenHeader", "X-Token"),
                SigningSecret.of("signs").onlyFor("hmac"),
                SigningSecret.of("shown").onlyFor("header"));
        assertThat(scheme.verify(webhook("X-Webhook-Signature", Signed.hex("signs"))))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(scheme.verify(webhook("X-Token", "shown"))).isEqualTo(Verdict.ACCEPTED);
        assertThat(scheme.verify(webhook("X-Token", "signs"))).isEqualTo(Verdict.WRONG);
        assertThat(scheme.verify(webhook("X-Webhook-Signature", Signed.hex("shown"))))
                .isEqualTo(Verdict.WRONG);
        assertThat(scheme.verify(webhook("apikey", "the key"))).isEqualTo(Verdict.ABSENT);
    }

    private static Webhook body(String text) {
        return Webhook.post(text.getBytes(UTF_8), NOW);
    }
}
