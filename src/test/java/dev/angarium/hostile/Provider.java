package dev.angarium.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.MetaMessages;

/** A well-behaved provider beside the hostile ones: what it signs has to be acknowledged whatever they do. */
final class Provider {
    private static final String SECRET = "app-secret-of-the-hostile-runs";

    private final BrokerProcess broker;
    private final MetaMessages messages = new MetaMessages(SECRET);
    private final String path;
    private long sent;

    Provider(BrokerProcess broker) {
        this.broker = broker;
        this.path =
                BrokerApi.pathOf(new BrokerApi(broker).metaConnection(SECRET).getString("webhookUrl"));
    }

    /** Where its webhooks go. */
    String path() {
        return path;
    }

    /** Sends a new message; the status it is answered with. */
    int send() {
        var body = messages.body(++sent, 1, System.currentTimeMillis() / 1000);
        var head = "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "X-Hub-Signature-256: " + messages.signature(body) + "\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        return Wire.exchange(broker.port(), head + new String(body, ISO_8859_1))
                .statuses()
                .get(0);
    }
}
