package dev.angarium.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.MetaMessages;
import io.vertx.core.buffer.Buffer;

/** Whole signed requests with Meta messages to one address of the node. One per thread. */
final class Mail {
    private static final long WHEN = 1_767_225_600L;

    private final String head;
    private final MetaMessages messages;
    private final int instances;

    /**
     * Of somebody who knows the secret.
     *
     * @param url of the connection, as the node told it
     * @param instances over which the messages go round
     */
    Mail(String url, String secret, int instances) {
        this.head = "POST " + BrokerApi.pathOf(url) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nX-Hub-Signature-256: %s\r\nContent-Length: %d\r\n\r\n";
        this.messages = new MetaMessages(secret);
        this.instances = instances;
    }

    /** A message with its number in its key: the same number, the same bytes. */
    Buffer message(long number) {
        return signed(body(number));
    }

    /** What the message says. */
    byte[] body(long number) {
        return messages.body(number, (int) (number % instances) + 1, WHEN);
    }

    Buffer signed(byte[] body) {
        var filled = head.formatted(messages.signature(body), body.length).getBytes(ISO_8859_1);
        return Buffer.buffer(filled.length + body.length).appendBytes(filled).appendBytes(body);
    }
}
