package dev.angarium.dispatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.dispatch.Samples;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import dev.angarium.tenant.Subscription;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventOperationsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final long T0 = 1_767_225_600_000L;

    private Desk desk;
    private InstanceRef device;

    @BeforeEach
    void start() {
        desk = new Desk(DATABASE);
        device = desk.world.instance("a-" + desk.world.tenantId);
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void events_are_listed_by_number_in_pages() {
        write(5);
        var first = events().with("limit", 2).json();
        assertThat(seqs(first)).containsExactly(1L, 2L);
        var second = events().with("limit", 2).with("cursor", cursor(first)).json();
        assertThat(seqs(second)).containsExactly(3L, 4L);
        var last = events().with("limit", 2).with("cursor", cursor(second)).json();
        assertThat(seqs(last)).containsExactly(5L);
        assertThat(last.getValue("nextCursor")).isNull();
    }

    @Test
    void a_device_without_events_has_an_empty_list() {
        assertThat(events().json()).isEqualTo(new JsonObject("{\"data\":[],\"nextCursor\":null}"));
    }

    @Test
    void an_event_is_the_envelope_of_a_delivery() {
        var subscriber = desk.world.subscriber();
        desk.world.subscribe(Samples.subscription(subscriber.url()));
        desk.world.commit(device, 1);
        Await.of(subscriber.received(1));
        var event = events().data().get(0);
        assertThat(event.fieldNames()).isEqualTo(Document.fieldsOf("Event"));
        assertThat(event).isEqualTo(new JsonObject(subscriber.requests().get(0).body()));
    }

    @Test
    void since_counts_from_the_receipt_and_includes_it() {
        for (var number = 0; number < 5; number++) {
            receivedAt(desk.world.write(device, "message.received", "c"), T0 + number * 1_000);
        }
        assertThat(seqs(events().with("since", T0 + 2_000).json())).containsExactly(3L, 4L, 5L);
        assertThat(seqs(events().with("since", (T0 + 2_000) / 1_000).json())).containsExactly(3L, 4L, 5L);
        assertThat(seqs(events().with("since", Instant.ofEpochMilli(T0 + 2_000)).json()))
                .containsExactly(3L, 4L, 5L);
        assertThat(seqs(events().with("since", T0 + 2_001).json())).containsExactly(4L, 5L);
        assertThat(seqs(events().with("since", T0 + 9_000).json())).isEmpty();
    }

    @Test
    void since_finds_its_place_in_a_long_history_even_where_receipts_are_out_of_order() {
        var hour = Duration.ofHours(1).toMillis();
        for (var number = 0; number < 12; number++) {
            receivedAt(desk.world.write(device, "message.received", "c"), T0 + number * hour);
        }
        receivedAt(desk.world.write(device, "message.received", "c"), T0 + 11 * hour - 5_000);
        assertThat(seqs(events().with("since", T0 + 11 * hour - 6_000).json())).containsExactly(12L, 13L);
        assertThat(seqs(events().with("since", T0 + 9 * hour).with("limit", 2).json()))
                .containsExactly(10L, 11L);
    }

    @Test
    void a_type_is_asked_for_as_in_a_subscription() {
        for (var type : List.of("message.received", "presence.updated", "message.status", "provider.odd")) {
            desk.world.write(device, type, "c");
        }
        assertThat(seqs(events().with("type", "message.*").json())).containsExactly(1L, 3L);
        assertThat(seqs(events().with("type", "message.status").json())).containsExactly(3L);
        assertThat(seqs(events().with("type", "messages.update").json())).containsExactly(3L);
        assertThat(seqs(events().with("type", "provider.odd").json())).containsExactly(4L);
        assertThat(seqs(events().with("type", "*").json())).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_filtered_page_goes_on_after_its_last_event() {
        for (var number = 0; number < 3; number++) {
            desk.world.write(device, "message.received", "c");
            desk.world.write(device, "message.status", "c");
        }
        var first = events().with("type", "message.received").with("limit", 2).json();
        assertThat(seqs(first)).containsExactly(1L, 3L);
        var last = events().with("type", "message.received")
                .with("cursor", cursor(first))
                .json();
        assertThat(seqs(last)).containsExactly(5L);
        assertThat(last.getValue("nextCursor")).isNull();
    }

    @Test
    void a_rare_type_in_a_long_history_is_found_page_by_page() {
        DATABASE.execute(
                "insert into event_log (instance, seq, bucket, tenant_no, received_at, occurred_at, type,"
                        + " correlation_id, data, raw) select ?, n, (now() at time zone 'UTC')::date, ?, 1, 1,"
                        + " 'message.status', 'c', '{}', '{}' from generate_series(1, 5001) n",
                device.no(),
                desk.world.tenantNo);
        desk.world.write(device, "call.received", "c");
        var first = events().with("type", "call.received").json();
        assertThat(seqs(first)).isEmpty();
        var next = events().with("type", "call.received").with("cursor", cursor(first));
        assertThat(seqs(next.json())).containsExactly(5002L);
        assertThat(next.json().getValue("nextCursor")).isNull();
    }

    @Test
    void the_inbox_has_received_messages_only() {
        desk.world.write(device, "message.sent", "c");
        desk.world.write(device, "message.received", "c");
        assertThat(seqs(desk.ask("listDeviceInbox").at("deviceId", device.id()).json()))
                .containsExactly(2L);
    }

    @Test
    void a_page_ends_where_its_bodies_grow_large() {
        var data = "{\"text\":\"" + "x".repeat(700_000) + "\"}";
        for (var number = 0; number < 3; number++) {
            desk.world.write(device, "message.received", "c");
        }
        DATABASE.execute("update event_log set data = convert_to(?, 'UTF8') where instance = ?", data, device.no());
        var first = events().json();
        assertThat(seqs(first)).containsExactly(1L, 2L);
        assertThat(seqs(events().with("cursor", cursor(first)).json())).containsExactly(3L);
    }

    @Test
    void what_is_wrong_with_a_query_is_told_at_once() {
        assertThat(events().with("limit", 1_000)
                        .with("cursor", "ZXZlbnRz")
                        .with("since", "2026")
                        .with("type", "no.such.type")
                        .with("wait", "a while")
                        .wrongFields())
                .containsExactlyInAnyOrder("limit", "cursor", "type", "wait");
        assertThat(events().with("since", "noon").wrongFields()).containsExactly("since");
    }

    @Test
    void an_absent_device_is_not_found_and_another_tenants_neither() {
        write(1);
        var other = desk.otherTenant();
        for (var operation : List.of("listDeviceEvents", "listDeviceInbox")) {
            assertThat(desk.ask(operation).at("deviceId", "none").status()).isEqualTo(404);
            assertThat(desk.ask(operation).at("deviceId", "\0").status()).isEqualTo(404);
            assertThat(desk.ask(operation).at("deviceId", device.id()).by(other).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void an_event_tells_what_became_of_it_at_each_webhook() {
        var subscriber = desk.world.subscriber();
        subscriber.thenAnswers(Subscriber.status(500));
        var wanting =
                desk.world.subscribe(Samples.subscription(subscriber.url()).delays(Duration.ofMillis(10)));
        var other = desk.world.subscribe(Samples.subscription(subscriber.url()).events("message.status"));
        var event = desk.world.commit(device, 1).get(0);
        desk.world.until("it was delivered", () -> "delivered".equals(state(event, wanting.id())));
        var detail = get(event.id().toString()).json();
        assertThat(detail.fieldNames()).isEqualTo(Document.fieldsOf("EventDetail"));
        var at = Desk.objects(detail.getJsonArray("subscriptions"));
        assertThat(at.get(0).fieldNames()).isEqualTo(Document.fieldsOf("EventSubscription"));
        assertThat(Desk.objects(at.get(0).getJsonArray("attempts")))
                .extracting(attempt -> attempt.getValue("status"))
                .containsExactly(500, 200);
        assertThat(state(event, other.id())).isEqualTo("filtered");
    }

    @Test
    void an_event_that_waits_is_pending() {
        var paused =
                desk.world.subscribe(Samples.subscription("http://127.0.0.1:1/").state(Subscription.State.PAUSED));
        assertThat(state(desk.world.write(device, "message.received", "c"), paused.id()))
                .isEqualTo("pending");
    }

    @Test
    void an_event_that_is_under_way_is_processing_and_one_that_failed_is_retrying() {
        var subscriber = desk.world.subscriber();
        subscriber.answers(Subscriber.hang());
        var webhook = desk.world.subscribe(Samples.subscription(subscriber.url())
                .timeout(Duration.ofMillis(500))
                .delays(Duration.ofSeconds(30)));
        var events = desk.world.commit(device, 2);
        Await.of(subscriber.received(1));
        assertThat(state(events.get(0), webhook.id())).isEqualTo("processing");
        assertThat(state(events.get(1), webhook.id())).isEqualTo("pending");
        desk.world.until("the attempt failed", () -> "retrying".equals(state(events.get(0), webhook.id())));
        assertThat(state(events.get(1), webhook.id())).isEqualTo("pending");
    }

    @Test
    void an_absent_event_is_not_found_and_another_tenants_neither() {
        var event = desk.world.write(device, "message.received", "c");
        var id = event.id();
        assertThat(get(id.toString()).status()).isEqualTo(200);
        assertThat(get(id.toString()).by(desk.otherTenant()).status()).isEqualTo(404);
        assertThat(get(new EventId(id.receivedAt(), id.instanceNo(), 99).toString())
                        .status())
                .isEqualTo(404);
        assertThat(get(new EventId(id.receivedAt() + 1, id.instanceNo(), id.seq()).toString())
                        .status())
                .isEqualTo(404);
        assertThat(get("evt_1").status()).isEqualTo(404);
    }

    private String state(Event event, String webhookId) {
        return Desk.objects(get(event.id().toString()).json().getJsonArray("subscriptions")).stream()
                .filter(at -> webhookId.equals(at.getString("webhookId")))
                .map(at -> at.getString("state"))
                .findFirst()
                .orElseThrow();
    }

    private void write(int count) {
        for (var number = 0; number < count; number++) {
            desk.world.write(device, "message.received", "c");
        }
    }

    private static void receivedAt(Event event, long millis) {
        DATABASE.execute(
                "update event_log set received_at = ? where instance = ? and seq = ?",
                millis,
                event.instance().no(),
                event.seq());
    }

    private Desk.Asking events() {
        return desk.ask("listDeviceEvents").at("deviceId", device.id());
    }

    private Desk.Asking get(String id) {
        return desk.ask("getEvent").at("eventId", id);
    }

    private static String cursor(JsonObject page) {
        return Objects.requireNonNull(page.getString("nextCursor"));
    }

    private static List<Long> seqs(JsonObject page) {
        return Desk.objects(page.getJsonArray("data")).stream()
                .map(event -> event.getLong("sequence"))
                .toList();
    }
}
