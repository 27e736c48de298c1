package dev.angarium.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.dispatch.Subscriber.Request;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as providers do and verifies as subscribers do: by the contract and Java alone, with nothing of the broker's. */
public final class Hmacs {
    private static final String MARK = "whsec_";

    private Hmacs() {}

    static String hex(byte[] key, byte[] text) {
        return HexFormat.of().formatHex(sign(key, text));
    }

    static String hex(String secret, byte[] text) {
        return hex(secret.getBytes(UTF_8), text);
    }

    /** What a subscription's secret is as a key. */
    static byte[] key(String secret) {
        return secret.startsWith(MARK)
                ? Base64.getDecoder().decode(secret.substring(MARK.length()))
                : secret.getBytes(UTF_8);
    }

    /** The plain hex header. */
    public static boolean isSigned(Request delivery, String header, String secret) {
        return hex(key(secret), delivery.body().getBytes())
                .equals(delivery.headers().get(header));
    }

    /** Whether one of the signatures of Standard Webhooks is by this secret. */
    public static boolean isStandard(Request delivery, String secret) {
        var signed = (delivery.id() + "." + delivery.headers().get("webhook-timestamp") + ".").getBytes(UTF_8);
        var body = delivery.body().getBytes();
        var text = Arrays.copyOf(signed, signed.length + body.length);
        System.arraycopy(body, 0, text, signed.length, body.length);
        var expected = "v1," + Base64.getEncoder().encodeToString(sign(key(secret), text));
        return standard(delivery).contains(expected);
    }

    public static List<String> standard(Request delivery) {
        return List.of(Objects.requireNonNull(delivery.headers().get("webhook-signature"))
                .split(" ", -1));
    }

    private static byte[] sign(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
