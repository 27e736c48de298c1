package dev.angarium.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.angarium.Await;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.dispatch.Subscriber.Request;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on real input: every payload of a directory that PAYLOADS_DIR names goes in with a valid signature and is
 * seen at a subscriber of each format, once, in order, signed. Unset, this is skipped; set and not there, it fails.
 */
class PayloadsIT {
    private static final String SECRET = "a secret of the provider";
    private static final List<String> FORMATS = List.of("native", "zapi", "message_inbound", "cloudevents", "raw");

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    /** A subscriber of one format. */
    private record Ear(String format, Subscriber subscriber, String secret) {}

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    /** The environment as a child process would see it: the one door of this test. */
    private static String payloads() {
        return new ProcessBuilder().environment().getOrDefault("PAYLOADS_DIR", "");
    }

    private static List<Path> files(String provider) throws IOException {
        try (var files = Files.list(Path.of(payloads(), provider))) {
            return files.sorted().toList();
        }
    }

    @Test
    void every_payload_is_seen_at_a_subscriber_of_every_format_in_order_and_signed() throws IOException {
        assumeTrue(!payloads().isEmpty(), "PAYLOADS_DIR is not set");
        var meta = files("meta");
        var evolution = files("evolution");
        assertThat(meta).isNotEmpty();
        assertThat(evolution).isNotEmpty();
        try (var node = Node.start(directory, Map.of())) {
            var ears = FORMATS.stream().map(format -> subscribe(node, format)).toList();
            var made = new ArrayList<JsonObject>();
            for (var file : meta) { // samples share message ids: each alone, so that none is a repeat
                made.addAll(post(node, List.of(file), "meta", "X-Hub-Signature-256", "sha256="));
            }
            for (var file : evolution) {
                made.addAll(post(node, List.of(file), "evolution", "X-Evolution-Signature", ""));
            }
            assertThat(made).hasSizeGreaterThanOrEqualTo(meta.size() + evolution.size());
            made.addAll(post(node, meta, "meta", "X-Hub-Signature-256", "sha256="));
            made.addAll(post(node, evolution, "evolution", "X-Evolution-Signature", ""));
            var log = log(node);
            assertThat(log).hasSize(made.size());
            ears.forEach(ear -> assertDelivered(ear, log));
            System.out.printf(
                    "%d payloads, %d events at %d instances, %d deliveries%n",
                    meta.size() + evolution.size(), log.size(), instances(log).size(), log.size() * FORMATS.size());
        }
    }

    private Ear subscribe(Node node, String format) {
        var subscriber = Await.of(Subscriber.start(vertx));
        var made = node.subscribe(subscriber.url(), new JsonObject().put("format", format));
        return new Ear(format, subscriber, made.getString("secret"));
    }

    /** What the answers tell of events that are new. */
    private static List<JsonObject> post(Node node, List<Path> files, String provider, String header, String prefix)
            throws IOException {
        var auth = "meta".equals(provider)
                ? new JsonObject().put("scheme", "meta")
                : new JsonObject().put("scheme", "hmac-sha256").put("header", header);
        var path = node.connect(provider, auth.put("secret", SECRET));
        var made = new ArrayList<JsonObject>();
        for (var file : files) {
            var body = Files.readAllBytes(file);
            var answer = node.send("POST", path, body, Map.of(header, prefix + Hmacs.hex(SECRET, body)));
            assertThat(answer.status()).as("%s: %s", file, answer.body()).isEqualTo(200);
            var events = Answer.objects(answer.json().getJsonArray("events"));
            assertThat(events).as(file.toString()).isNotEmpty();
            events.stream().filter(event -> !event.getBoolean("duplicate")).forEach(made::add);
            var flipped = body.clone();
            flipped[flipped.length / 2] ^= 1;
            var forged = node.send("POST", path, flipped, Map.of(header, prefix + Hmacs.hex(SECRET, body)));
            assertThat(forged.status()).as(file.toString()).isEqualTo(401);
        }
        return made;
    }

    /** All events as the API shows them, by id. */
    private static Map<String, JsonObject> log(Node node) {
        var log = new LinkedHashMap<String, JsonObject>();
        for (var device : node.all("/v1/devices")) {
            node.all("/v1/devices/" + device.getString("id") + "/events")
                    .forEach(event -> log.put(event.getString("id"), event));
        }
        return log;
    }

    private static Map<String, List<JsonObject>> instances(Map<String, JsonObject> log) {
        return log.values().stream().collect(Collectors.groupingBy(event -> event.getString("deviceId")));
    }

    private static void assertDelivered(Ear ear, Map<String, JsonObject> log) {
        var format = ear.format();
        var subscriber = ear.subscriber();
        var secret = ear.secret();
        assertThat(secret).startsWith("whsec_");
        Node.until(format + " has all", () -> subscriber.requests().size() >= log.size());
        var deliveries = subscriber.requests();
        assertThat(deliveries).as(format).extracting(Request::id).containsExactlyInAnyOrderElementsOf(log.keySet());
        assertThat(deliveries).as(format).allMatch(delivery -> Hmacs.isSigned(delivery, "X-Rijan-Signature", secret));
        assertThat(deliveries).as(format).allMatch(delivery -> Hmacs.isStandard(delivery, secret));
        var byInstance = deliveries.stream()
                .collect(Collectors.groupingBy(delivery -> event(log, delivery).getString("deviceId")));
        byInstance.forEach((instance, own) -> {
            assertThat(own).as(format).allMatch(delivery -> delivery.attempt() == 1);
            for (var at = 0; at < own.size(); at++) {
                assertThat(own.get(at).seq()).as("%s at %s", format, instance).isEqualTo(at + 1L);
            }
        });
        deliveries.forEach(delivery -> assertShape(format, event(log, delivery), delivery));
    }

    private static JsonObject event(Map<String, JsonObject> log, Request delivery) {
        return log.getOrDefault(delivery.id(), new JsonObject());
    }

    private static void assertShape(String format, JsonObject event, Request delivery) {
        assertThat(delivery.headers().get("X-Event-Type")).isEqualTo(event.getString("eventType"));
        var body = Json.decodeValue(delivery.body());
        switch (format) {
            case "native" -> assertThat(body).isEqualTo(event);
            case "raw" -> assertThat(body).isEqualTo(event.getJsonObject("data").getValue("raw"));
            case "cloudevents" -> {
                var cloudEvent = (JsonObject) body;
                assertThat(cloudEvent.getString("specversion")).isEqualTo("1.0");
                assertThat(cloudEvent.getString("id")).isEqualTo(event.getString("id"));
                assertThat(cloudEvent.getString("source")).isEqualTo("/instances/" + event.getString("deviceId"));
                assertThat(delivery.headers().get("Content-Type")).startsWith("application/cloudevents+json");
            }
            case "message_inbound" ->
                assertThat(((JsonObject) body).getString("type")).isEqualTo("MESSAGE_INBOUND");
            default -> assertThat(((JsonObject) body).getString("type")).endsWith("Callback");
        }
    }
}
