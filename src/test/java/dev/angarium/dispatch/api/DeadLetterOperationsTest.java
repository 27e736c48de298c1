package dev.angarium.dispatch.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.angarium.dispatch.Samples;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import dev.angarium.tenant.Subscription;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterOperationsTest {
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
    void dead_letters_are_listed_latest_first_in_pages() {
        var oldest = letter("message.received", 30);
        var middle = letter("message.received", 20);
        var latest = letter("message.received", 10);
        var first = desk.ask("listDeadLetters").with("limit", 2).json();
        assertThat(ids(first)).containsExactly(latest, middle);
        var last = desk.ask("listDeadLetters")
                .with("limit", 2)
                .with("cursor", first.getString("nextCursor"))
                .json();
        assertThat(ids(last)).containsExactly(oldest);
        assertThat(last.getValue("nextCursor")).isNull();
    }

    @Test
    void a_listed_letter_shows_what_the_document_shows() {
        letter("message.received", 10);
        var listed = desk.ask("listDeadLetters").data().get(0);
        assertThat(listed.fieldNames()).isEqualTo(Document.fieldsOf("DeadLetterSummary"));
        assertThat(listed.getString("webhookId")).isEqualTo(webhook.id());
        assertThat(listed.getString("instanceId")).isEqualTo(instance.id());
        var attempt = listed.getJsonArray("attempts").getJsonObject(0);
        assertThat(attempt.fieldNames()).isEqualTo(Document.fieldsOf("Attempt"));
        assertThat(attempt.getInteger("attempt"))
                .as("the first of two is not known")
                .isEqualTo(2);
        assertThat(attempt.getString("startedAt")).isEqualTo("2026-01-01T00:00:00.200Z");
    }

    @Test
    void every_filter_narrows_the_list() {
        var received = letter("message.received", 30);
        var status = letter("message.status", 10);
        var between = Instant.ofEpochMilli(desk.world.time.millis()).minusSeconds(20);
        assertThat(listed("type", "message.received")).containsExactly(received);
        assertThat(listed("type", "message.*")).containsExactly(status, received);
        assertThat(listed("webhook", webhook.id())).hasSize(2);
        assertThat(listed("webhook", "wh-none")).isEmpty();
        assertThat(listed("instance", instance.id())).hasSize(2);
        assertThat(listed("instance", "none")).isEmpty();
        assertThat(listed("since", between)).containsExactly(status);
        assertThat(listed("until", between)).containsExactly(received);
        assertThat(listed("reason", "attempts")).hasSize(2);
        assertThat(listed("reason", "expired")).isEmpty();
    }

    @Test
    void what_is_wrong_with_a_filter_is_told_at_once() {
        assertThat(desk.ask("listDeadLetters")
                        .with("limit", 0)
                        .with("since", "soon")
                        .with("until", "later")
                        .with("type", "")
                        .with("cursor", "x")
                        .wrongFields())
                .containsExactlyInAnyOrder("limit", "since", "until", "type", "cursor");
    }

    @Test
    void a_letter_shows_its_payload_and_attempts() {
        subscriber.answers(Subscriber.body(422, "no"));
        var event = desk.world.commit(instance, 1).get(0);
        desk.world.until(
                "it is parked", () -> desk.ask("listDeadLetters").data().size() == 1);
        var id = desk.ask("listDeadLetters").data().get(0).getString("id");
        var letter = desk.ask("getDeadLetter").at("deadLetterId", id).json();
        assertThat(letter.fieldNames()).isEqualTo(Document.fieldsOf("DeadLetter"));
        assertThat(letter.getString("eventId")).isEqualTo(event.id().toString());
        assertThat(letter.getString("reason")).isEqualTo("attempts");
        assertThat(Desk.objects(letter.getJsonArray("attempts")))
                .extracting(attempt -> attempt.getInteger("attempt"), attempt -> attempt.getString("responseHead"))
                .containsExactly(tuple(1, "no"), tuple(2, "no"));
        assertThat(letter.getJsonObject("payload"))
                .isEqualTo(new JsonObject(subscriber.requests().get(0).body()));
    }

    @Test
    void a_deleted_letter_is_gone_and_audited() {
        var id = letter("message.received", 10);
        var reply = desk.ask("deleteDeadLetter").at("deadLetterId", id).reply();
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(desk.ask("listDeadLetters").data()).isEmpty();
        assertThat(desk.ask("getDeadLetter").at("deadLetterId", id).status()).isEqualTo(404);
        assertThat(desk.ask("deleteDeadLetter").at("deadLetterId", id).status()).isEqualTo(404);
        assertThat(DATABASE.query("select action, object from audit where tenant_no = ?", desk.world.tenantNo))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly("dlq.delete", "dlq:" + id));
    }

    @Test
    void poison_events_are_listed_apart() {
        letter("message.received", 10);
        var first = desk.poison(instance, 7, "{\"bad\":\"\\u0000\"}".getBytes(UTF_8));
        var second = desk.poison(instance, 8, new byte[] {(byte) 0xFF, 0});
        var page = desk.ask("listDeadLetters")
                .with("reason", "quarantine")
                .with("limit", 1)
                .json();
        assertThat(ids(page)).containsExactly(second);
        var listed = Desk.objects(page.getJsonArray("data")).get(0);
        assertThat(listed.fieldNames()).isEqualTo(Document.fieldsOf("DeadLetterSummary"));
        assertThat(listed.getString("reason")).isEqualTo("quarantine");
        assertThat(listed.getValue("webhookId")).isNull();
        var next =
                desk.ask("listDeadLetters").with("reason", "quarantine").with("cursor", page.getString("nextCursor"));
        assertThat(ids(next.json())).containsExactly(first);
        assertThat(desk.ask("listDeadLetters").data()).hasSize(1);
        assertThat(ids(desk.ask("listDeadLetters")
                        .with("reason", "quarantine")
                        .with("type", "message.*")
                        .json()))
                .hasSize(2);
        assertThat(ids(desk.ask("listDeadLetters")
                        .with("reason", "quarantine")
                        .with("webhook", webhook.id())
                        .json()))
                .isEmpty();
    }

    @Test
    void a_poison_event_shows_its_raw_bytes_and_stays() {
        var json = desk.poison(instance, 7, "{\"bad\":\"\\u0000\"}".getBytes(UTF_8));
        var bytes = desk.poison(instance, 8, new byte[] {(byte) 0xFF, 0});
        var shown = desk.ask("getDeadLetter").at("deadLetterId", json).json();
        assertThat(shown.fieldNames()).isEqualTo(Document.fieldsOf("DeadLetter"));
        assertThat(data(shown).getJsonObject("raw").getString("bad")).isEqualTo("\0");
        assertThat(data(desk.ask("getDeadLetter").at("deadLetterId", bytes).json())
                        .getString("rawBase64"))
                .isEqualTo("/wA=");
        assertThat(desk.ask("deleteDeadLetter").at("deadLetterId", json).code()).isEqualTo("QUARANTINED");
        assertThat(desk.ask("replayDeadLetter").at("deadLetterId", json).code()).isEqualTo("QUARANTINED");
    }

    @Test
    void an_absent_letter_is_not_found_and_another_tenants_neither() {
        var letter = letter("message.received", 10);
        var poison = desk.poison(instance, 7, new byte[] {1});
        var other = desk.otherTenant();
        for (var operation : List.of("getDeadLetter", "deleteDeadLetter", "replayDeadLetter")) {
            for (var id : List.of("dlq_00000000000000000000000000", "qtn_1", "x\0", "")) {
                assertThat(desk.ask(operation).at("deadLetterId", id).status()).isEqualTo(404);
            }
            for (var id : List.of(letter, poison)) {
                assertThat(desk.ask(operation).at("deadLetterId", id).by(other).status())
                        .isEqualTo(404);
            }
        }
        assertThat(desk.ask("listDeadLetters").by(other).data()).isEmpty();
        assertThat(desk.ask("listDeadLetters")
                        .with("reason", "quarantine")
                        .by(other)
                        .data())
                .isEmpty();
        assertThat(desk.ask("getDeadLetter").at("deadLetterId", letter).status())
                .isEqualTo(200);
    }

    private static JsonObject data(JsonObject letter) {
        return letter.getJsonObject("payload").getJsonObject("data");
    }

    private String letter(String type, int secondsAgo) {
        return desk.letter(webhook.no(), instance, type, secondsAgo);
    }

    private List<String> listed(String filter, Object value) {
        return ids(desk.ask("listDeadLetters").with(filter, value).json());
    }

    private static List<String> ids(JsonObject page) {
        return Desk.objects(page.getJsonArray("data")).stream()
                .map(row -> row.getString("id"))
                .toList();
    }
}
