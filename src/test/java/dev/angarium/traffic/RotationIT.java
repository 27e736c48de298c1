package dev.angarium.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S5: the secrets of both directions are rotated at full load, and nobody is turned away who had a right one. */
class RotationIT {
    private static final int ROTATIONS = Integer.getInteger("faults.rotations", 3);
    private static final Duration BETWEEN = Duration.ofMillis(Integer.getInteger("faults.millis", 700));
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final int SENDERS = 64;
    private static final int INSTANCES = 50;

    /** What was on its way before the change was told may come a moment after. */
    private static final long ON_ITS_WAY_NANOS = Duration.ofSeconds(1).toNanos();

    @TempDir
    Path directory;

    private final List<String> outgoing = secrets("out");
    private final List<String> incoming = secrets("in");
    private final CheckingSubscriber subscriber = new CheckingSubscriber(outgoing);

    /** When each secret of the webhook was asked for, and when told to hold; the first always did. */
    private final List<Long> asked = new ArrayList<>(List.of(Long.MIN_VALUE));

    private final List<Long> holds = new ArrayList<>(List.of(Long.MIN_VALUE));

    private BrokerProcess broker;
    private BrokerApi api;
    private Crowd crowd;

    @BeforeEach
    void start() {
        broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of());
        api = new BrokerApi(broker);
        crowd = new Crowd(broker.port());
        crowd.onLoop(() -> subscriber.listen(crowd.vertx()));
    }

    @AfterEach
    void stop() {
        crowd.close();
        broker.close();
    }

    @Test
    void no_sender_with_a_secret_in_force_is_rejected_and_every_delivery_is_signed_by_those_in_force() {
        var webhook = api.webhook(subscriber.url(), new JsonObject().put("secret", outgoing.get(0)));
        var connection = api.metaConnection(incoming.get(0));
        var mails = incoming.stream()
                .map(secret -> new Mail(connection.getString("webhookUrl"), secret, INSTANCES))
                .toList();
        var senders = new RotatingSenders(crowd, mails);
        var all = senders.start(SENDERS);
        for (var rotation = 1; rotation <= ROTATIONS; rotation++) {
            goOn(senders);
            rotateOutgoing(webhook.getString("id"), rotation);
            rotateIncoming(connection.getString("id"), rotation, senders);
        }
        goOn(senders);
        senders.stop();
        Crowd.get(all);
        BrokerProcess.until(SETTLED, () -> subscriber.messages() == senders.accepted(), "delivered");
        assertRight(senders);
        var former = new Mail(connection.getString("webhookUrl"), incoming.get(ROTATIONS - 2), INSTANCES);
        assertThat(crowd.onLoop(() -> crowd.send(former.message(0))).status()).isEqualTo(401);
    }

    /** However busy the machine is, each has sent something and something has come by the secrets there are now. */
    private void goOn(RotatingSenders senders) {
        var accepted = senders.accepted() + 4 * SENDERS;
        var delivered = subscriber.messages() + 4 * SENDERS;
        BrokerProcess.pause(BETWEEN);
        BrokerProcess.until(SETTLED, () -> senders.accepted() >= accepted, "under load");
        BrokerProcess.until(SETTLED, () -> subscriber.messages() >= delivered, "delivered on");
    }

    private void rotateOutgoing(String webhook, int to) {
        asked.add(System.nanoTime());
        api.post("/v1/webhooks/" + webhook + "/rotate-secret", new JsonObject().put("secret", outgoing.get(to)));
        holds.add(System.nanoTime());
    }

    /** The old one is signed by until the new one holds, and by half the senders for a while after that. */
    private void rotateIncoming(String connection, int to, RotatingSenders senders) {
        api.post("/v1/connections/" + connection + "/rotate-secret", new JsonObject().put("secret", incoming.get(to)));
        senders.learnEarly(to);
        goOn(senders);
        senders.learnLate(to);
        BrokerProcess.until(SETTLED, () -> !senders.isUnderWay(to - 1), "free of the former secret");
    }

    private void assertRight(RotatingSenders senders) {
        var deliveries = subscriber.deliveries();
        var bySecret = IntStream.rangeClosed(0, ROTATIONS)
                .mapToLong(secret -> deliveries.stream()
                        .filter(delivery -> delivery.secret() == secret)
                        .count())
                .boxed()
                .toList();
        System.out.printf(
                "%d accepted, %d sent again, %d deliveries, by secret %s%n",
                senders.accepted(), crowd.sentAgain(), deliveries.size(), bySecret);
        assertThat(senders.rejected()).isZero();
        assertThat(bySecret).allMatch(count -> count > 0);
        assertThat(deliveries).allMatch(this::isByOneInForce);
    }

    private boolean isByOneInForce(CheckingSubscriber.Delivery delivery) {
        var secret = delivery.secret();
        return secret >= 0
                && delivery.at() >= asked.get(secret)
                && (secret == ROTATIONS || delivery.at() < holds.get(secret + 1) + ON_ITS_WAY_NANOS);
    }

    private static List<String> secrets(String direction) {
        return IntStream.rangeClosed(0, ROTATIONS)
                .mapToObj(no -> "%s secret number %012d of a test".formatted(direction, no))
                .map(text -> "whsec_" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)))
                .toList();
    }
}
