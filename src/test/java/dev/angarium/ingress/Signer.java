package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.crypto.Bytes;
import dev.angarium.crypto.Hmac;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Signs bodies the way providers do. */
final class Signer {
    private Signer() {}

    static String hex(String secret, String body) {
        return hex(secret, body.getBytes(UTF_8));
    }

    static String hex(String secret, byte[] body) {
        return HexFormat.of().formatHex(mac(secret, body));
    }

    static String base64(String secret, String body) {
        return Base64.getEncoder().encodeToString(mac(secret, body.getBytes(UTF_8)));
    }

    static Map<String, String> meta(String secret, String body) {
        return meta(secret, body.getBytes(UTF_8));
    }

    static Map<String, String> meta(String secret, byte[] body) {
        return Map.of("X-Hub-Signature-256", "sha256=" + hex(secret, body));
    }

    /** @param now epoch seconds */
    static String token(String secret, long now) {
        return token(secret, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", now);
    }

    static String token(String secret, String header, long now) {
        var claims = "{\"iat\":" + now + ",\"exp\":" + (now + 600) + ",\"app\":\"evolution\",\"action\":\"webhook\"}";
        var signed = Bytes.toBase64Url(header.getBytes(UTF_8)) + '.' + Bytes.toBase64Url(claims.getBytes(UTF_8));
        return "Bearer " + signed + '.' + Bytes.toBase64Url(mac(secret, signed.getBytes(UTF_8)));
    }

    private static byte[] mac(String secret, byte[] body) {
        return new Hmac(Hmac.Algorithm.SHA256, secret.getBytes(UTF_8)).sign(body);
    }
}
