package dev.angarium.provider.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.crypto.Hmac;
import dev.angarium.crypto.Sha256;
import dev.angarium.provider.Lookup;
import dev.angarium.provider.Webhook;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioSchemeTest {
    private static final String BASE = "https://broker.example.com";
    private static final String URI = "/in/key?tenant=1";
    private static final String FORM = "To=whatsapp%3A%2B14155238886&Body=ol%C3%A1+Ana&AccountSid=AC1&Empty=";
    private static final String SIGNED = "AccountSidAC1Bodyolá AnaEmptyTowhatsapp:+14155238886";
    private static final SigningSecret OLD = SigningSecret.of("old token").until(Signed.NOW);
    private static final SigningSecret NEW = SigningSecret.of("new token");

    private static Scheme scheme(String base) {
        return Signed.scheme("twilio", Map.of(SchemeConfig.PUBLIC_URL, base), NEW, OLD);
    }

    private static String sign(String token, String text) {
        return Base64.getEncoder().encodeToString(Signed.mac(Hmac.Algorithm.SHA1, token, text.getBytes(UTF_8)));
    }

    private static Webhook form(long at, String... signatures) {
        return webhook("application/x-www-form-urlencoded; charset=UTF-8", FORM, Lookup.none(), at, signatures);
    }

    private static Webhook webhook(String type, String body, Lookup query, long at, String... signatures) {
        Lookup headers = name -> name.equalsIgnoreCase("X-Twilio-Signature") ? Arrays.asList(signatures) : List.of();
        return new Webhook("POST", URI, List.of(), headers, query, type, body.getBytes(UTF_8), at, "");
    }

    private static Verdict verdict(String... signatures) {
        return scheme(BASE).verify(form(Signed.NOW, signatures));
    }

    @Test
    void the_url_and_all_parameters_by_name_are_what_is_signed() {
        assertThat(verdict(sign("new token", BASE + URI + SIGNED))).isEqualTo(Verdict.ACCEPTED);
        assertThat(verdict(sign("new token", BASE + URI))).isEqualTo(Verdict.WRONG);
        assertThat(verdict(sign("new token", "https://other.example.com" + URI + SIGNED)))
                .isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "https://broker.example.com, https://broker.example.com:443",
        "https://broker.example.com:443, https://broker.example.com",
        "http://broker.example.com/base, http://broker.example.com:80/base",
        "https://broker.example.com:8443, https://broker.example.com:8443"
    })
    void the_usual_port_may_stand_in_the_signed_url_or_not(String base, String signed) {
        assertThat(scheme(base).verify(form(Signed.NOW, sign("new token", signed + URI + SIGNED))))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void one_wrong_bit_is_refused_wherever_it_is() {
        var right = Signed.mac(Hmac.Algorithm.SHA1, "new token", (BASE + URI + SIGNED).getBytes(UTF_8));
        for (var bit = 0; bit < right.length * 8; bit++) {
            var wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verdict(Base64.getEncoder().encodeToString(wrong))).isEqualTo(Verdict.WRONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA==", "not base64!", "c2hvcnQ="})
    void what_is_no_signature_is_refused(String signature) {
        assertThat(verdict(signature)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void none_and_two_are_refused() {
        var right = sign("new token", BASE + URI + SIGNED);
        assertThat(verdict()).isEqualTo(Verdict.ABSENT);
        assertThat(verdict(right, right)).isEqualTo(Verdict.AMBIGUOUS);
    }

    @Test
    void the_old_token_counts_until_its_end() {
        var old = sign("old token", BASE + URI + SIGNED);
        assertThat(scheme(BASE).verify(form(Signed.NOW, old))).isEqualTo(Verdict.ACCEPTED);
        assertThat(scheme(BASE).verify(form(Signed.NOW + 1, old))).isEqualTo(Verdict.WRONG);
        assertThat(verdict(sign("another", BASE + URI + SIGNED))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void of_json_the_url_is_signed_and_has_the_hash_of_the_body() {
        var signature = sign("new token", BASE + URI);
        var body = "{\"MessageSid\":\"SM1\"}";
        var hash = "34b4fb7ed5fb80a4ea1a4a3a1d6ebd1f1a3a02c6d8b2e2a0ad9b1c9fb7b0f5a5";
        assertThat(scheme(BASE).verify(json(body, signature, sha256(body)))).isEqualTo(Verdict.ACCEPTED);
        assertThat(scheme(BASE).verify(json(body, signature, hash))).isEqualTo(Verdict.WRONG);
        assertThat(scheme(BASE).verify(json(body, signature, ""))).isEqualTo(Verdict.WRONG);
    }

    private static Webhook json(String body, String signature, String hash) {
        Lookup query = name -> name.equals("bodySHA256") ? List.of(hash) : List.of();
        return webhook("application/json", body, query, Signed.NOW, signature);
    }

    private static String sha256(String body) {
        return HexFormat.of().formatHex(Sha256.of(body));
    }
}
