package dev.angarium.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.dispatch.Subscriber.Request;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a webhook on a running node: order, batches, pauses, secrets, failures and replays. */
class WebhookIT {
    private static final JsonArray SOON = new JsonArray().add("50ms");

    @TempDir
    static Path directory;

    private static Node node;
    private static Vertx vertx;
    private static Phone phone;
    private static int instances;

    private Subscriber subscriber;
    private String instance;
    private String webhook = "";

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        node = Node.start(directory, Map.of());
        phone = new Phone(node);
    }

    @AfterAll
    static void stop() {
        assertThat(node.stop()).isIn(0, 143);
        Await.of(vertx.close());
    }

    @BeforeEach
    void open() {
        subscriber = Await.of(Subscriber.start(vertx));
        instance = Integer.toString(1_000_000 + ++instances);
    }

    @AfterEach
    void delete() {
        node.delete("/v1/webhooks/" + webhook);
    }

    private JsonObject subscribe(JsonObject more) {
        var made = node.subscribe(subscriber.url(), more.put("retryDelays", SOON));
        webhook = made.getString("id");
        return made;
    }

    private void pause() {
        Node.expect(200, node.post("/v1/webhooks/" + webhook + "/pause", new JsonObject()));
    }

    private void resume() {
        Node.expect(200, node.post("/v1/webhooks/" + webhook + "/resume", new JsonObject()));
    }

    private static JsonObject json() {
        return new JsonObject();
    }

    @Test
    void a_paused_webhook_gets_nothing_and_then_all_of_it_in_order() {
        subscribe(json());
        phone.texts(instance, 2);
        assertThat(Await.of(subscriber.received(2))).extracting(Request::seq).containsExactly(1L, 2L);
        pause();
        phone.texts(instance, 5);
        BrokerProcess.pause(Duration.ofMillis(700));
        assertThat(subscriber.requests()).extracting(Request::seq).containsExactly(1L, 2L);
        resume();
        assertThat(Await.of(subscriber.received(7)))
                .extracting(Request::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void a_batch_carries_up_to_so_many_events_of_one_lane_in_order() {
        subscribe(json().put("batch", 10));
        pause();
        phone.texts(instance, 25);
        resume();
        Node.until("25 events came", () -> batched() == 25);
        var next = 1L;
        for (var request : subscriber.requests()) {
            var events = Json.decodeValue(request.body()) instanceof JsonArray array
                    ? array
                    : new JsonArray().add(Json.decodeValue(request.body()));
            assertThat(events.size()).isLessThanOrEqualTo(10);
            var first = events.getJsonObject(0).getString("id");
            assertThat(request.id()).isEqualTo(events.size() == 1 ? first : first + "+" + events.size());
            for (var event : Answer.objects(events)) {
                assertThat(event.getLong("sequence")).isEqualTo(next++);
            }
        }
        assertThat(subscriber.requests()).anyMatch(request -> request.id().endsWith("+10"));
    }

    private long batched() {
        return subscriber.requests().stream()
                .mapToLong(request -> Json.decodeValue(request.body()) instanceof JsonArray array ? array.size() : 1)
                .sum();
    }

    @Test
    void in_order_by_chat_one_chat_that_fails_holds_up_no_other() {
        subscriber.answers(request -> request.response()
                .setStatusCode(isSeq(request, "1") ? 500 : 200)
                .end());
        subscribe(json().put("ordering", "chat").put("retryCount", 20));
        phone.text(instance, "16505550001");
        phone.text(instance, "16505550001");
        phone.text(instance, "16505550002");
        phone.text(instance, "16505550002");
        Node.until("the other chat came", () -> has(3) && has(4));
        assertThat(has(2)).isFalse();
        subscriber.answers(200);
        Node.until("the chat that failed goes on", () -> has(2));
    }

    @Test
    void without_order_one_event_that_fails_holds_up_none() {
        subscriber.answers(request -> request.response()
                .setStatusCode(isSeq(request, "1") ? 500 : 200)
                .end());
        subscribe(json().put("ordering", "none").put("retryCount", 20));
        phone.texts(instance, 6);
        Node.until("the others came", () -> has(2) && has(3) && has(4) && has(5) && has(6));
    }

    private static boolean isSeq(io.vertx.core.http.HttpServerRequest request, String seq) {
        return seq.equals(request.getHeader("X-Sequence"));
    }

    private boolean has(long seq) {
        return subscriber.requests().stream().anyMatch(request -> request.seq() == seq);
    }

    @Test
    void a_test_event_is_signed_and_its_answer_told() {
        var secret = subscribe(json()).getString("secret");
        var told = Node.expect(200, node.post("/v1/webhooks/" + webhook + "/test", json()));
        assertThat(told.json().getBoolean("delivered")).isTrue();
        var test = Await.of(subscriber.received(1)).get(0);
        assertThat(test.headers().get("X-Event-Type")).isEqualTo("subscription.test");
        assertThat(Hmacs.isSigned(test, "X-Rijan-Signature", secret)).isTrue();
        assertThat(Hmacs.isStandard(test, secret)).isTrue();
    }

    @Test
    void after_a_rotation_both_secrets_verify() {
        var old = subscribe(json()).getString("secret");
        var rotated = Node.expect(200, node.post("/v1/webhooks/" + webhook + "/rotate-secret", json()));
        var fresh = rotated.text("secret");
        assertThat(fresh).startsWith("whsec_").isNotEqualTo(old);
        phone.text(instance);
        var delivery = Await.of(subscriber.received(1)).get(0);
        assertThat(Hmacs.standard(delivery)).hasSize(2);
        assertThat(Hmacs.isStandard(delivery, old)).isTrue();
        assertThat(Hmacs.isStandard(delivery, fresh)).isTrue();
        assertThat(Hmacs.isSigned(delivery, "X-Rijan-Signature", fresh)).isTrue();
        assertThat(Hmacs.isSigned(delivery, "X-Rijan-Signature-Previous", old)).isTrue();
    }

    @Test
    void a_replay_is_counted_first_and_then_delivers_the_same_again() {
        subscribe(json());
        phone.texts(instance, 5);
        Await.of(subscriber.received(5));
        var device = subscriber.requests().get(0).body().toJsonObject().getString("deviceId");
        var range = json().put("fromSequence", 2).put("instances", new JsonArray().add(device));
        var counted = Node.expect(200, replay(range.copy().put("dryRun", true)));
        assertThat(counted.json().getLong("total")).isEqualTo(4);
        assertThat(subscriber.requests()).hasSize(5);
        var job = finished(Node.expect(202, replay(range)).text("id"));
        assertThat(job.getLong("total")).isEqualTo(4);
        assertThat(job.getLong("done")).isEqualTo(4);
        var all = subscriber.requests();
        assertThat(all.subList(5, 9))
                .extracting(Request::id)
                .isEqualTo(all.subList(1, 5).stream().map(Request::id).toList());
        assertThat(all.get(5).body()).isEqualTo(all.get(1).body());
    }

    private Answer replay(JsonObject range) {
        return node.post("/v1/webhooks/" + webhook + "/replay", range);
    }

    private static JsonObject finished(String job) {
        Node.until("the job is done", () -> "done"
                .equals(node.get("/v1/jobs/" + job).text("state")));
        return node.get("/v1/jobs/" + job).json();
    }

    @Test
    void dead_letters_of_a_dying_endpoint_are_delivered_to_another_address() {
        subscriber.answers(500);
        subscribe(json().put("retryCount", 1));
        phone.texts(instance, 2);
        Node.until("both are dead letters", () -> letters().size() == 2);
        var letter = letters().get(1);
        assertThat(letter.getString("reason")).isEqualTo("attempts");
        assertThat(letter.getJsonArray("attempts")).hasSize(2);
        assertThat(state(letter.getString("eventId"))).isEqualTo("failed");

        var elsewhere = Await.of(Subscriber.start(vertx));
        var order = json().put("filter", json().put("webhook", webhook)).put("url", elsewhere.url());
        var job = finished(Node.expect(202, node.post("/v1/dlq/replay", order)).text("id"));
        assertThat(job.getLong("done")).isEqualTo(2);
        assertThat(Await.of(elsewhere.received(2)))
                .extracting(Request::id)
                .isEqualTo(letters().stream() // two parked at one moment stand in the list in any order
                        .sorted(Comparator.comparing(parked -> parked.getLong("sequence")))
                        .map(parked -> parked.getString("eventId"))
                        .toList());
        assertThat(letters()).hasSize(2).allMatch(marked -> marked.getString("replayedAt") != null);
    }

    private static java.util.List<JsonObject> letters(String webhook) {
        return node.all("/v1/dlq?webhook=" + webhook);
    }

    private java.util.List<JsonObject> letters() {
        return letters(webhook);
    }

    private String state(String event) {
        return Answer.objects(node.get("/v1/events/" + event).json().getJsonArray("subscriptions")).stream()
                .filter(at -> webhook.equals(at.getString("webhookId")))
                .map(at -> at.getString("state"))
                .findFirst()
                .orElse("none");
    }

    @Test
    void gone_disables_the_webhook_and_is_audited() {
        subscriber.answers(410);
        subscribe(json());
        phone.texts(instance, 3);
        Node.until("it is disabled", () -> "disabled".equals(shown().getString("state")));
        assertThat(shown().getString("stateReason")).isEqualTo("gone");
        assertThat(node.all("/v1/audit?action=webhook.disable"))
                .anyMatch(row -> ("webhook:" + webhook).equals(row.getString("object")));
        assertThat(subscriber.requests()).hasSize(1);
    }

    private JsonObject shown() {
        return node.get("/v1/webhooks/" + webhook).json();
    }

    @Test
    void retry_after_is_honoured() {
        subscriber.thenAnswers(Subscriber.retryAfter(503, "2"));
        subscribe(json());
        var from = System.nanoTime();
        phone.text(instance);
        var again = Await.of(subscriber.received(2)).get(1);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void a_deleted_webhook_gets_nothing_after_a_second() {
        subscriber.answers(503);
        subscribe(json().put("retryCount", 20).put("ordering", "none"));
        subscriber.answers(request -> request.response()
                .setStatusCode(request.getHeader("X-Sequence").endsWith("0") ? 503 : 200)
                .end());
        phone.texts(instance, 30);
        Await.of(subscriber.received(10));
        Node.expect(204, node.delete("/v1/webhooks/" + webhook));
        BrokerProcess.pause(Duration.ofSeconds(1));
        var came = subscriber.requests().size();
        phone.texts(instance, 3);
        BrokerProcess.pause(Duration.ofSeconds(2));
        assertThat(subscriber.requests()).hasSize(came);
        assertThat(node.get("/v1/webhooks/" + webhook).status()).isEqualTo(404);
    }

    @Test
    void a_change_takes_effect_at_the_next_attempt() {
        subscriber.answers(500);
        node.subscribe(subscriber.url(), json().put("retryDelays", new JsonArray().add("1s")));
        webhook = node.all("/v1/webhooks").stream()
                .filter(one -> subscriber.url().equals(one.getString("url")))
                .findFirst()
                .orElseThrow()
                .getString("id");
        phone.text(instance);
        Await.of(subscriber.received(1));
        var elsewhere = Await.of(Subscriber.start(vertx));
        var draft = json().put("url", elsewhere.url()).put("events", new JsonArray().add("*"));
        Node.expect(200, node.put("/v1/webhooks/" + webhook, draft));
        assertThat(Await.of(elsewhere.received(1))).singleElement().satisfies(delivery -> assertThat(delivery.attempt())
                .isEqualTo(2));
        assertThat(subscriber.requests()).hasSize(1);
    }
}
