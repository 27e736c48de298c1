package dev.angarium.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a node that was busy shows: in its log nothing of what it was told, in its metrics all that happened. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservedIT {
    private static final int LINES = 10_000;
    private static final String PHONE = "5511987650001";
    private static final String OTHER_PHONE = "16505559876";
    private static final String TEXT = "canary-text";
    private static final String TOKEN = "canary-token-0123456789";
    private static final String SECRET = "canary-secret-0123456789";
    private static final String MAIL = "canary@example.com";
    private static final List<String> CANARIES =
            List.of(PHONE, OTHER_PHONE, TEXT, TOKEN, SECRET, MAIL, Phone.secret(), "canary", "Sheena", "6505559876");

    /** Families that nothing fills before media, the inbox and outbound are there. */
    private static final Set<String> LATER = Set.of(
            "media_downloads_total",
            "media_download_duration_seconds",
            "media_download_size_bytes",
            "media_uploads_total",
            "media_upload_duration_seconds",
            "media_failures_total",
            "media_backlog",
            "angarium_inbox_messages_received_total",
            "angarium_inbox_messages_sent_total",
            "angarium_inbox_message_processing_duration_seconds",
            "angarium_inbox_active_threads",
            "angarium_provider_requests_total",
            "angarium_provider_request_duration_seconds",
            "angarium_provider_errors_total",
            "angarium_realtime_connections",
            "angarium_realtime_events_total");

    /** Families that stay at nothing while all is well, or show a moment. */
    private static final Set<String> CALM = Set.of(
            "events_buffered",
            "event_sequence_gaps",
            "events_refused_total",
            "events_quarantined_total",
            "database_away",
            "log_partitions_missing",
            "partitions_fenced_total",
            "transport_retries_total",
            "workers_active",
            "worker_errors_total",
            "event_loop_delay_seconds",
            "event_loop_blocked_total",
            "log_lines_dropped_total",
            "http_connections_refused_total",
            "instance_silent",
            "angarium_queue_active_jobs");

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static Node node;
    private static Phone phone;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        node = Node.start(
                directory,
                Map.of("LOG_LEVEL", "DEBUG", "WEBHOOK_SECRET", SECRET, "CB_MAX_FAILURES", "2", "CB_COOLDOWN", "1s"));
        phone = new Phone(node);
        var good = Await.of(Subscriber.start(vertx));
        var bad = Await.of(Subscriber.start(vertx));
        bad.answers(Subscriber.body(422, TEXT));
        var secret = new JsonObject().put("secret", SECRET);
        node.subscribe(good.url() + "?token=" + TOKEN, secret.copy());
        node.subscribe(
                bad.url() + "/" + TOKEN,
                secret.copy()
                        .put("headers", new JsonObject().put("Authorization", TOKEN))
                        .put("retryCount", 1)
                        .put("retryDelays", List.of("50ms")));
        messages();
        connections();
        deadLetters();
        strangers();
        IntStream.range(0, LINES).parallel().forEach(ObservedIT::ask);
    }

    @AfterAll
    static void stop() {
        node.close();
        Await.of(vertx.close());
    }

    /** New ones, known ones, known ones with another content, and forged ones. */
    private static void messages() {
        for (var number = 0; number < 20; number++) {
            var body = Phone.body(OTHER_PHONE, PHONE, "canary" + number, TEXT);
            Node.expect(200, phone.post(body, ""));
            Node.expect(200, phone.post(body, ""));
            Node.expect(200, phone.post(body.replace(TEXT, TEXT + " changed"), ""));
            Node.expect(401, phone.post(body, "00"));
            Node.expect(400, phone.post(body.substring(0, body.length() / 2), ""));
        }
        node.send("POST", "/webhook?token=" + TOKEN, "{\"text\":\"" + TEXT + "\"}", Map.of("X-Signature", SECRET));
        node.send("GET", "/messages?chatId=" + PHONE, "", Map.of());
    }

    /** An instance that says it is connected, over the address that holds its key. */
    private static void connections() {
        var path = node.connect("evolution", new JsonObject().put("scheme", "url"));
        var body = new JsonObject()
                .put("event", "connection.update")
                .put("instance", OTHER_PHONE)
                .put("apikey", TOKEN)
                .put("data", new JsonObject().put("state", "open").put("wuid", PHONE + "@s.whatsapp.net"));
        Node.expect(200, node.send("POST", path + "/" + TOKEN, body.encode(), Map.of("apikey", TOKEN)));
        var sent = new JsonObject()
                .put("event", "messages.upsert")
                .put("instance", OTHER_PHONE)
                .put(
                        "data",
                        new JsonObject()
                                .put(
                                        "key",
                                        new JsonObject()
                                                .put("remoteJid", PHONE + "@s.whatsapp.net")
                                                .put("fromMe", true)
                                                .put("id", TOKEN))
                                .put("message", new JsonObject().put("conversation", TEXT))
                                .put("messageTimestamp", 1_750_000_000));
        Node.expect(200, node.send("POST", path, sent.encode(), Map.of()));
        node.post(
                "/v1/connections",
                new JsonObject()
                        .put("provider", "meta")
                        .put("name", MAIL)
                        .put("auth", new JsonObject().put("scheme", "meta").put("secret", SECRET))
                        .put("api", new JsonObject().put("token", TOKEN)));
    }

    private static void deadLetters() {
        Node.until("there are dead letters", () -> node.all("/v1/dlq").size() > 1);
        var replayed = Await.of(Subscriber.start(vertx));
        var letter = node.all("/v1/dlq").get(0).getString("id");
        var order = new JsonObject().put("url", replayed.url() + "/" + TOKEN);
        Node.expect(202, node.post("/v1/dlq/" + letter + "/replay", order));
        Await.of(replayed.received(1));
    }

    private static void strangers() {
        node.send("GET", "/v1/webhooks", "", Map.of("Authorization", "Bearer " + TOKEN));
        node.send("GET", "/v1/webhooks?key=" + TOKEN, "", Map.of("X-API-Key", TOKEN));
        node.send("GET", "/in/" + TOKEN, "", Map.of());
        node.send("POST", "/in/" + TOKEN, "{}", Map.of());
        node.send("GET", "/" + PHONE + "/" + TOKEN, "", Map.of("Cookie", TOKEN, "User-Agent", MAIL));
        node.send("POST", "/v1/tenants", "{\"name\":\"" + TEXT, Node.admin());
        node.send("POST", "/v1/tenants", "{\"" + TEXT + "\":\"" + MAIL + "\"}", Node.admin());
        node.send("POST", "/v1/webhooks", "{\"url\":\"" + TEXT + "\",\"events\":[\"" + PHONE + "\"]}", Node.admin());
        var verify = "?hub.mode=subscribe&hub.verify_token=" + TOKEN + "&hub.challenge=" + PHONE;
        node.send("GET", "/api/webhooks/whatsapp/cloud-api" + verify, "", Map.of());
    }

    /** One request of many kinds, each with something that no line may show. */
    private static void ask(int number) {
        switch (number % 8) {
            case 0 -> node.send("GET", "/v1/dlq?webhook=" + TOKEN, "", Node.admin());
            case 1 -> phone.post(Phone.body(OTHER_PHONE, PHONE, TOKEN + number, TEXT), "");
            case 2 -> node.send("GET", "/v1/devices/" + PHONE + "/events", "", Node.admin());
            case 3 -> phone.post(Phone.body(PHONE, OTHER_PHONE, TOKEN, TEXT), "beef");
            case 4 -> node.send("DELETE", "/v1/webhooks/" + TOKEN, "", Node.admin());
            case 5 -> node.send("GET", "/stats?secret=" + SECRET, "", Map.of("Referer", "http://x/" + TOKEN));
            case 6 -> node.send("PUT", "/v1/instances/" + PHONE, "{\"name\":\"" + MAIL + "\"}", Node.admin());
            default -> node.send("POST", "/in/" + TOKEN + number, "{\"text\":\"" + TEXT + "\"}", Map.of());
        }
    }

    private static List<String> printed() throws IOException {
        return Files.readAllLines(node.log());
    }

    private static List<JsonObject> lines() throws IOException {
        return printed().stream()
                .filter(line -> line.startsWith("{"))
                .map(JsonObject::new)
                .toList();
    }

    @Test
    @Order(1)
    void every_family_that_this_stage_can_fill_has_moved() {
        // instances and webhooks are counted every 15 s, dead letters every 30 s
        BrokerProcess.until(Duration.ofSeconds(60), () -> still().isEmpty(), "moved: " + still());
        assertThat(moved()).as("filled already").doesNotContainAnyElementsOf(LATER);
    }

    /** Families that should have moved and have not. */
    private static Set<String> still() {
        var still = new TreeSet<>(families().keySet());
        still.removeAll(moved());
        still.removeAll(LATER);
        still.removeAll(CALM);
        still.removeIf(family -> family.startsWith("jvm_") || family.startsWith("process_"));
        return still;
    }

    private static Set<String> moved() {
        var moved = new TreeSet<String>();
        families().forEach((family, sum) -> {
            if (sum > 0) {
                moved.add(family);
            }
        });
        return moved;
    }

    /** The sum of the samples of each family. */
    private static Map<String, Double> families() {
        var sums = new TreeMap<String, Double>();
        var family = "";
        for (var line : node.get("/metrics").body().lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2];
                sums.put(family, 0.0);
            } else if (!line.startsWith("#")) {
                sums.merge(
                        family, Math.abs(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))), Double::sum);
            }
        }
        return sums;
    }

    @Test
    @Order(2)
    void no_line_shows_a_phone_number_a_text_a_token_or_a_secret() throws IOException {
        Node.until("the log is written", () -> count() >= LINES);
        for (var line : printed()) {
            for (var canary : CANARIES) {
                assertThat(line).doesNotContain(canary);
            }
        }
    }

    private static int count() {
        try {
            return lines().size();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    @Order(3)
    void each_request_has_a_line_with_the_fields_of_the_contract() throws IOException {
        var requests = lines().stream()
                .filter(line -> "request".equals(line.getString("message")))
                .toList();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(LINES);
        assertThat(requests).allMatch(line -> line.fieldNames()
                .containsAll(List.of(
                        "ts",
                        "level",
                        "request_id",
                        "correlation_id",
                        "trace_id",
                        "method",
                        "path",
                        "status",
                        "latency_ms")));
        assertThat(requests).extracting(line -> line.getString("request_id")).doesNotHaveDuplicates();
        var taken = requests.stream()
                .filter(line -> "/in/{ingressKey}".equals(line.getString("path")))
                .filter(line -> line.getInteger("status") == 200)
                .toList();
        assertThat(taken).isNotEmpty().allMatch(line -> line.fieldNames()
                .containsAll(List.of("message_id", "dup", "result")));
    }

    @Test
    @Order(4)
    void each_delivery_that_failed_has_a_line_that_names_its_event() throws IOException {
        assertThat(lines().stream().filter(line -> "a delivery failed".equals(line.getString("message"))))
                .isNotEmpty()
                .allMatch(line -> line.fieldNames()
                        .containsAll(List.of(
                                "tenant_id",
                                "instance_id",
                                "event_id",
                                "event_type",
                                "has_media",
                                "sequence",
                                "code")));
    }
}
