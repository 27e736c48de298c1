package dev.angarium.provider.signature;

import static dev.angarium.provider.signature.Signed.NOW;
import static dev.angarium.provider.signature.Signed.hex;
import static dev.angarium.provider.signature.Signed.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.crypto.Hmac;
import dev.angarium.provider.Webhook;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix of wrong signatures, for every scheme that signs the body in a header. */
class HmacSchemeTest {
    private static final SigningSecret NEW = SigningSecret.of("new secret");
    private static final SigningSecret OLD = SigningSecret.of("old secret").until(NOW);

    /** A scheme, its header, and how it writes a signature. */
    record Kind(
            String name,
            String header,
            Hmac.Algorithm algorithm,
            String prefix,
            boolean base64,
            Map<String, String> options) {
        Scheme scheme() {
            return Signed.scheme(name, options, NEW, OLD);
        }

        String write(byte[] signature) {
            return prefix
                    + (base64
                            ? Base64.getEncoder().encodeToString(signature)
                            : HexFormat.of().formatHex(signature));
        }

        byte[] sign(String secret) {
            return Signed.mac(algorithm, secret, Signed.BODY);
        }

        @Override
        public String toString() {
            return name + (base64 ? " base64" : "");
        }
    }

    static Stream<Kind> kinds() {
        var sha256 = Hmac.Algorithm.SHA256;
        return Stream.of(
                new Kind("meta", "X-Hub-Signature-256", sha256, "sha256=", false, Map.of()),
                new Kind("hmac-sha256", "X-Signature", sha256, "", false, Map.of()),
                new Kind(
                        "hmac-sha256",
                        "X-Sig",
                        sha256,
                        "v1,",
                        true,
                        Map.of("header", "X-Sig", "encoding", "base64", "prefix", "v1,")),
                new Kind("hmac-sha512", "X-Webhook-Hmac", Hmac.Algorithm.SHA512, "", false, Map.of()),
                new Kind("evolution", "X-Evolution-Signature", sha256, "", false, Map.of("accept", "hmac")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_right_signature_is_accepted(Kind kind) {
        assertThat(verdict(kind, kind.write(kind.sign("new secret")))).isEqualTo(Verdict.ACCEPTED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void one_wrong_bit_is_refused_wherever_it_is(Kind kind) {
        var signature = kind.sign("new secret");
        for (var bit = 0; bit < signature.length * 8; bit++) {
            var changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verdict(kind, kind.write(changed))).isEqualTo(Verdict.WRONG);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void one_wrong_letter_is_refused_wherever_it_is(Kind kind) {
        var right = kind.write(kind.sign("new secret"));
        for (var at = 0; at < right.length(); at++) {
            for (var mask = 1; mask < 128; mask <<= 1) {
                var letters = right.toCharArray();
                letters[at] ^= (char) mask;
                var changed = new String(letters);
                if (kind.base64() || !changed.equalsIgnoreCase(right)) {
                    assertThat(verdict(kind, changed).accepted()).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_changed_body_is_refused(Kind kind) {
        var right = kind.write(kind.sign("new secret"));
        var body = Signed.BODY.clone();
        body[3] ^= 1;
        var changed = Webhook.post(body, NOW)
                .withHeaders(webhook(kind.header(), right).headers());
        assertThat(kind.scheme().verify(changed)).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_is_no_signature_is_refused(Kind kind) {
        var right = kind.write(kind.sign("new secret"));
        assertThat(verdict(kind)).isEqualTo(Verdict.ABSENT);
        assertThat(verdict(kind, "")).isEqualTo(Verdict.MALFORMED);
        assertThat(verdict(kind, kind.prefix())).isEqualTo(Verdict.MALFORMED);
        assertThat(verdict(kind, right.substring(0, right.length() - 2))).isEqualTo(Verdict.MALFORMED);
        assertThat(verdict(kind, right + "00")).isEqualTo(Verdict.MALFORMED);
        assertThat(verdict(kind, " " + right)).isEqualTo(Verdict.MALFORMED);
        assertThat(verdict(kind, kind.prefix() + "zz".repeat(kind.algorithm().length())))
                .isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void two_values_are_refused_even_where_both_are_right(Kind kind) {
        var right = kind.write(kind.sign("new secret"));
        assertThat(verdict(kind, right, right)).isEqualTo(Verdict.AMBIGUOUS);
        assertThat(verdict(kind, right, "x")).isEqualTo(Verdict.AMBIGUOUS);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_old_secret_counts_until_its_last_millisecond(Kind kind) {
        var webhook = webhook(kind.header(), kind.write(kind.sign("old secret")));
        assertThat(kind.scheme().verify(Signed.at(NOW, webhook))).isEqualTo(Verdict.ACCEPTED);
        assertThat(kind.scheme().verify(Signed.at(NOW + 1, webhook))).isEqualTo(Verdict.WRONG);
        assertThat(verdict(kind, kind.write(kind.sign("older secret")))).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_name_of_the_header_may_be_in_any_case(Kind kind) {
        var webhook = webhook(kind.header().toLowerCase(Locale.ROOT), kind.write(kind.sign("new secret")));
        assertThat(kind.scheme().verify(webhook)).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void hex_may_be_in_capitals_but_a_prefix_may_not() {
        var scheme = Signed.scheme("meta", Map.of(), NEW);
        var hex = hex("new secret").toUpperCase(Locale.ROOT);
        assertThat(scheme.verify(webhook("X-Hub-Signature-256", "sha256=" + hex)))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(scheme.verify(webhook("X-Hub-Signature-256", "SHA256=" + hex)))
                .isEqualTo(Verdict.MALFORMED);
        assertThat(scheme.verify(webhook("X-Hub-Signature-256", hex))).isEqualTo(Verdict.MALFORMED);
    }

    private static Verdict verdict(Kind kind, String... values) {
        return kind.scheme().verify(webhook(kind.header(), values));
    }

    @Test
    void a_configuration_says_all_that_is_wrong_with_it() {
        assertThat(problems("hmac-md5", Map.of())).containsExactly("scheme");
        assertThat(problems("meta", Map.of())).containsExactly("secret");
        assertThat(problems("hmac-sha256", Map.of("encoding", "x", "header", "a b")))
                .containsExactly("secret", "encoding", "header");
        assertThat(problems("meta", Map.of(), NEW, OLD, NEW)).containsExactly("secret");
        assertThat(problems("evolution", Map.of(), NEW)).containsExactly("accept");
        assertThat(problems("evolution", Map.of("accept", "hmac, oauth"), NEW)).containsExactly("accept");
        assertThat(problems("evolution", Map.of("accept", "hmac,jwt"), NEW.onlyFor("jwt")))
                .containsExactly("secret.hmac");
        assertThat(problems("url", Map.of())).isEmpty();
    }

    private static List<String> problems(String scheme, Map<String, String> options, SigningSecret... secrets) {
        var made = Schemes.of(new SchemeConfig(scheme, Arrays.asList(secrets), options));
        return made instanceof Schemes.Made.Refused refused
                ? refused.problems().stream().map(problem -> problem.path()).toList()
                : List.of();
    }
}
