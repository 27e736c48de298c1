package dev.angarium.provider.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.crypto.Bytes;
import dev.angarium.crypto.Hmac;
import dev.angarium.provider.Webhook;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What tests of signatures need: a body, an honest signature of it, a webhook with headers. */
final class Signed {
    static final long NOW = 1_800_000_000_000L;
    static final byte[] BODY = "{\"instance\":\"i\",\"data\":{},\"apikey\":\"the key\"}".getBytes(UTF_8);

    private Signed() {}

    static byte[] mac(Hmac.Algorithm algorithm, String secret, byte[] body) {
        return new Hmac(algorithm, secret.getBytes(UTF_8)).sign(body);
    }

    static String hex(String secret) {
        return HexFormat.of().formatHex(mac(Hmac.Algorithm.SHA256, secret, BODY));
    }

    static Webhook webhook(String header, String... values) {
        return Webhook.post(BODY, NOW)
                .withHeaders(name -> name.equalsIgnoreCase(header) ? Arrays.asList(values) : List.of());
    }

    static Webhook at(long time, Webhook webhook) {
        return Webhook.post(webhook.body(), time).withHeaders(webhook.headers());
    }

    static Scheme scheme(String name, Map<String, String> options, SigningSecret... secrets) {
        return Schemes.ready(new SchemeConfig(name, List.of(secrets), options)).orElseThrow();
    }

    static String token(String header, String claims, String secret) {
        var signed = Bytes.toBase64Url(header.getBytes(UTF_8)) + '.' + Bytes.toBase64Url(claims.getBytes(UTF_8));
        return signed + '.' + Bytes.toBase64Url(mac(Hmac.Algorithm.SHA256, secret, signed.getBytes(UTF_8)));
    }
}
