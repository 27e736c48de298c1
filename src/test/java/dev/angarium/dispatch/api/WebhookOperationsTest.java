package dev.angarium.dispatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.dispatch.Samples;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import dev.angarium.tenant.Subscription;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookOperationsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private Desk desk;
    private Subscriber subscriber;
    private Subscription webhook;
    private InstanceRef instance;

    @BeforeEach
    void start() {
        desk = new Desk(DATABASE);
        subscriber = desk.world.subscriber();
        webhook = desk.world.subscribe(Samples.subscription(subscriber.url()).delays(Duration.ofMillis(10)));
        instance = desk.world.instance("a-" + desk.world.tenantId);
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void a_test_tells_what_came_back_and_is_audited() {
        subscriber.thenAnswers(Subscriber.body(200, "ok"));
        var result = ask("testWebhook").json();
        assertThat(result.fieldNames()).isEqualTo(Document.fieldsOf("TestResult"));
        assertThat(result.getBoolean("delivered")).isTrue();
        assertThat(result.getInteger("status")).isEqualTo(200);
        assertThat(result.getString("responseHead")).isEqualTo("ok");
        assertThat(DATABASE.query("select action, object from audit where tenant_no = ?", desk.world.tenantNo))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly("webhook.test", "webhook:" + webhook.id()));
    }

    @Test
    void a_failed_test_is_an_answer_too() {
        subscriber.thenAnswers(Subscriber.status(500));
        var refused = ask("testWebhook").json();
        assertThat(refused.getBoolean("delivered")).isFalse();
        assertThat(refused.getInteger("status")).isEqualTo(500);
        subscriber.thenAnswers(Subscriber.reset());
        var unanswered = ask("testWebhook").json();
        assertThat(unanswered.getValue("status")).isNull();
        assertThat(unanswered.getString("error")).isNotBlank();
    }

    @Test
    void an_absent_webhook_is_not_found_and_another_tenants_neither() {
        var other = desk.otherTenant();
        for (var operation : List.of("testWebhook", "listDeliveries", "listLanes")) {
            assertThat(desk.ask(operation).at("webhookId", "wh-none").status()).isEqualTo(404);
            assertThat(desk.ask(operation).at("webhookId", "wh\0none").status()).isEqualTo(404);
            assertThat(ask(operation).by(other).status()).isEqualTo(404);
        }
        assertThat(subscriber.requests()).isEmpty();
    }

    @Test
    void attempts_are_listed_newest_first_in_pages() {
        var event = desk.world.write(instance, "message.received", "c");
        for (var number = 1; number <= 5; number++) {
            desk.attempt(webhook.no(), event, 1_000 + number, number, number < 5 ? "status" : "");
        }
        var first = ask("listDeliveries").with("limit", 2).json();
        assertThat(numbers(first)).containsExactly(5, 4);
        assertThat(Desk.objects(first.getJsonArray("data")).get(0).fieldNames())
                .isEqualTo(Document.fieldsOf("Delivery"));
        var second = ask("listDeliveries")
                .with("limit", 2)
                .with("cursor", cursor(first))
                .json();
        assertThat(numbers(second)).containsExactly(3, 2);
        var last = ask("listDeliveries")
                .with("limit", 2)
                .with("cursor", cursor(second))
                .json();
        assertThat(numbers(last)).containsExactly(1);
        assertThat(last.getValue("nextCursor")).isNull();
    }

    @Test
    void attempts_are_filtered_by_outcome_event_instance_and_time() {
        var one = desk.world.write(instance, "message.received", "c");
        var two = desk.world.write(instance, "message.received", "c");
        desk.attempt(webhook.no(), one, 1_767_225_600_000L, 1, "status");
        desk.attempt(webhook.no(), one, 1_767_225_601_000L, 2, "");
        desk.attempt(webhook.no(), two, 1_767_225_602_000L, 1, "");
        assertThat(ask("listDeliveries").with("outcome", "failed").data()).hasSize(1);
        assertThat(ask("listDeliveries").with("outcome", "delivered").data()).hasSize(2);
        assertThat(ask("listDeliveries").with("event", one.id()).data()).hasSize(2);
        assertThat(ask("listDeliveries").with("instance", "other").data()).isEmpty();
        assertThat(ask("listDeliveries").with("since", "2026-01-01T00:00:01Z").data())
                .hasSize(2);
        assertThat(ask("listDeliveries").with("until", "2026-01-01T00:00:01Z").data())
                .hasSize(1);
    }

    @Test
    void an_attempt_outlives_its_event() {
        var event = desk.world.write(instance, "message.received", "c");
        desk.attempt(webhook.no(), event, 1_000, 1, "");
        DATABASE.execute("delete from event_log where instance = ?", instance.no());
        var attempt = ask("listDeliveries").data().get(0);
        assertThat(attempt.getValue("eventId")).isNull();
        assertThat(attempt.getLong("sequence")).isEqualTo(1);
    }

    @Test
    void all_that_is_wrong_with_a_query_is_told_at_once() {
        assertThat(ask("listDeliveries")
                        .with("limit", 101)
                        .with("cursor", "bGFuZXM6MQ")
                        .with("since", "yesterday")
                        .with("outcome", "maybe")
                        .with("event", "evt_1")
                        .with("instance", "\0")
                        .wrongFields())
                .containsExactlyInAnyOrder("limit", "cursor", "since", "outcome", "event", "instance");
        assertThat(ask("listLanes").with("limit", "many").with("cursor", "?").wrongFields())
                .containsExactlyInAnyOrder("limit", "cursor");
    }

    @Test
    void a_lane_tells_how_far_it_is() {
        desk.world.commit(instance, 3);
        desk.world.until("all came", () -> subscriber.requests().size() == 3);
        desk.world.until("the lane is there", () -> lane().getLong("cursor") == 3);
        assertThat(lane().fieldNames()).isEqualTo(Document.fieldsOf("Lane"));
        assertThat(lane())
                .isEqualTo(new JsonObject()
                        .put("instanceId", instance.id())
                        .put("cursor", 3L)
                        .put("lastSeq", 3L)
                        .put("lag", 0L)
                        .put("breaker", "closed")
                        .put("state", "running"));
    }

    @Test
    void a_lane_that_is_behind_shows_its_lag() {
        subscriber.answers(Subscriber.hang());
        desk.world.commit(instance, 3);
        desk.world.until("the lane is there", () -> lane().getLong("lag") == 3);
        assertThat(lane().getString("breaker")).isEqualTo("closed");
    }

    @Test
    void a_paused_webhook_has_paused_lanes() {
        DATABASE.execute("update subscription set state = 'paused' where no = ?", webhook.no());
        assertThat(lane().getString("state")).isEqualTo("paused");
    }

    @Test
    void lanes_are_listed_in_pages() {
        desk.world.instance("b-" + desk.world.tenantId);
        desk.world.instance("c-" + desk.world.tenantId);
        var first = ask("listLanes").with("limit", 2).json();
        assertThat(first.getJsonArray("data")).hasSize(2);
        var last =
                ask("listLanes").with("limit", 2).with("cursor", cursor(first)).json();
        assertThat(last.getJsonArray("data")).hasSize(1);
        assertThat(last.getValue("nextCursor")).isNull();
        assertThat(ask("listLanes").with("instance", instance.id()).data()).hasSize(1);
        assertThat(ask("listLanes").with("instance", "none").data()).isEmpty();
    }

    @Test
    void an_answer_comes_back_on_the_context_that_asked() {
        for (var operation : List.of("testWebhook", "listDeliveries", "listLanes")) {
            var context = desk.world.vertx.getOrCreateContext();
            var answered = Promise.<Boolean>promise();
            context.runOnContext(here ->
                    ask(operation).begin().onComplete(reply -> answered.complete(Vertx.currentContext() == context)));
            assertThat(Await.of(answered.future())).as(operation).isTrue();
        }
    }

    private JsonObject lane() {
        return ask("listLanes").data().get(0);
    }

    private Desk.Asking ask(String operation) {
        return desk.ask(operation).at("webhookId", webhook.id());
    }

    private static String cursor(JsonObject page) {
        return Objects.requireNonNull(page.getString("nextCursor"));
    }

    private static List<Integer> numbers(JsonObject page) {
        return Desk.objects(page.getJsonArray("data")).stream()
                .map(row -> row.getInteger("attempt"))
                .toList();
    }
}
