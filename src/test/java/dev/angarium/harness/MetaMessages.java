package dev.angarium.harness;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed Meta text messages of 993 bytes, each unique: the number of the message and of its instance are in its id and
 * its phone_number_id. One per thread.
 */
public final class MetaMessages {
    private static final String TEMPLATE =
            """
            {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{\
            "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
            "phone_number_id":"#III###########"},"contacts":[{"profile":{"name":"Sheena Nelson"},"wa_id":"16505551234"}],\
            "messages":[{"from":"16505551234","id":"wamid.#MMM########","timestamp":"#TTT######","type":"text",\
            "text":{"body":"%s"}}]},"field":"messages"}]}]}""";

    private static final int SIZE = 993;
    private static final byte[] MARK = "wamid.".getBytes(StandardCharsets.US_ASCII);

    private final byte[] template;
    private final int instanceAt;
    private final int messageAt;
    private final int timeAt;
    private final Mac mac;

    public MetaMessages(String secret) {
        var empty = TEMPLATE.formatted("");
        var text = TEMPLATE.formatted("x".repeat(SIZE - empty.length()));
        template = text.getBytes(StandardCharsets.US_ASCII);
        instanceAt = text.indexOf("#III");
        messageAt = text.indexOf("#MMM");
        timeAt = text.indexOf("#TTT");
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public byte[] body(long message, int instance, long epochSeconds) {
        var body = template.clone();
        digits(body, instanceAt, 15, instance);
        digits(body, messageAt, 12, message);
        digits(body, timeAt, 10, epochSeconds);
        return body;
    }

    private static void digits(byte[] body, int at, int count, long number) {
        var rest = number;
        for (var digit = at + count - 1; digit >= at; digit--) {
            body[digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    public String signature(byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    /** The message number in a body of ours or in a delivery made of it; -1 where there is none. */
    public static long messageNumber(byte[] text) {
        var at = indexOf(text, MARK, 0);
        if (at < 0) {
            return -1;
        }
        long number = 0;
        for (var digit = at + MARK.length; digit < at + MARK.length + 12; digit++) {
            number = number * 10 + (text[digit] - '0');
        }
        return number;
    }

    /** Where the pattern first stands in the text; -1 where it does not. */
    public static int indexOf(byte[] text, byte[] pattern, int from) {
        for (var at = from; at <= text.length - pattern.length; at++) {
            var same = 0;
            while (same < pattern.length && text[at + same] == pattern[same]) {
                same++;
            }
            if (same == pattern.length) {
                return at;
            }
        }
        return -1;
    }
}
