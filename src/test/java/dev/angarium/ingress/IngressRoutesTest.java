package dev.angarium.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.ingress.IngressWorld.Connection;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressRoutesTest {
    private static final String SECRET = "a secret of this test";
    private static final String META = "/api/webhooks/whatsapp/cloud-api";
    private static final String EVOLUTION = "/api/webhooks/whatsapp/evolution";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static IngressWorld world;
    private static Connection meta;
    private static Connection metaOfSettings;
    private static Connection evolutionOfSettings;
    private static Connection simple;

    @BeforeAll
    static void start() {
        world = new IngressWorld(database, Rules.usual());
        metaOfSettings = world.connectDefault("meta", "meta", "the default's secret");
        evolutionOfSettings = world.connectDefault("evolution", "evolution", SECRET);
        simple = world.connectDefault("simple", "hmac-sha256", SECRET);
        meta = world.connect("meta", "meta", SECRET);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    // ---- a connection's own address

    @Test
    void an_event_is_answered_with_its_id_and_number_once_it_is_in_the_log() {
        var body = Bodies.meta("1000", "wamid.A");
        var answer = world.sender.post(meta.path(), body, Signer.meta(SECRET, body));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().getString("status")).isEqualTo("ok");
        assertThat(answer.events()).hasSize(1);
        assertThat(answer.events().get(0).getString("id")).startsWith("evt_").hasSize(30);
        assertThat(answer.events().get(0).getBoolean("duplicate")).isFalse();
        assertThat(answer.sequences()).containsExactly(1L);
        var rows = world.logged(meta).stream()
                .filter(row -> "1000".equals(row.get("account")))
                .toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsEntry("type", "message.received").containsEntry("chat", "16505551234");
        assertThat(IngressWorld.text(rows.get(0).get("raw"))).contains("wamid.A");
    }

    @Test
    void many_events_of_one_body_are_answered_in_their_order() {
        var body = Bodies.meta("1002", "m1", "m2", "m3", "m4");
        var answer = world.sender.post(meta.path(), body, Signer.meta(SECRET, body));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.sequences()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void events_of_several_accounts_go_to_their_instances() {
        var body = Bodies.metaOf("1003", "1004", "1003b", "1005");
        var answer = world.sender.post(meta.path(), body, Signer.meta(SECRET, body));
        assertThat(answer.sequences()).containsExactly(1L, 1L, 1L, 1L);
        assertThat(world.logged(meta)).extracting(row -> row.get("account")).contains("1003", "1004", "1003b", "1005");
    }

    @Test
    void a_resend_is_answered_with_the_first_number_and_writes_nothing() {
        var body = Bodies.meta("1006", "m1", "m2");
        var first = world.sender.post(meta.path(), body, Signer.meta(SECRET, body));
        var more = Bodies.meta("1006", "m2", "m3", "m1");
        var second = world.sender.post(meta.path(), more, Signer.meta(SECRET, more));
        assertThat(first.sequences()).containsExactly(1L, 2L);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.sequences()).containsExactly(2L, 3L, 1L);
        assertThat(second.events())
                .extracting(event -> event.getBoolean("duplicate"))
                .containsExactly(true, false, true);
        assertThat(second.events().get(2).getString("id"))
                .isEqualTo(first.events().get(0).getString("id"));
    }

    @Test
    void an_unknown_address_is_not_found() {
        assertThat(world.sender.post("/in/" + "A".repeat(43), "{}").status()).isEqualTo(404);
        assertThat(world.sender.post("/in/short", "{}").status()).isEqualTo(404);
        assertThat(world.sender.get("/in/" + "A".repeat(43)).status()).isEqualTo(404);
    }

    @Test
    void a_connection_that_ended_is_not_found() {
        var ended = world.connect("generic", "url", "");
        assertThat(world.sender.post(ended.path(), Bodies.generic("i", "1")).status())
                .isEqualTo(200);
        world.update(ended, "deleted_at", java.time.OffsetDateTime.parse("2026-01-01T00:00:00Z"));
        assertThat(world.sender.post(ended.path(), Bodies.generic("i", "2")).status())
                .isEqualTo(404);
    }

    @Test
    void further_segments_of_the_path_name_the_event() {
        var connection = world.connect("evolution", "url", "");
        var body = "{\"instance\":\"i\",\"data\":{\"state\":\"open\"}}";
        assertThat(world.sender
                        .post(connection.path() + "/connection-update", body)
                        .status())
                .isEqualTo(200);
        assertThat(world.sender.post(connection.path() + "/a/b%2dc", body).status())
                .isEqualTo(200);
        assertThat(world.logged(connection))
                .extracting(row -> row.get("type"))
                .containsExactly("connection.updated", "provider.b.c");
    }

    @Test
    void without_autoprovision_an_unknown_account_is_kept_as_unassigned() {
        var connection = world.connect("generic", "url", "");
        world.update(connection, "auto_provision", false);
        var answer = world.sender.post(connection.path(), Bodies.generic("nobody", "1"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.logged(connection)).hasSize(1);
        assertThat(world.logged(connection).get(0))
                .containsEntry("type", "provider.unassigned")
                .containsEntry("account", "");
    }

    @Test
    void what_is_authentic_but_not_understood_is_kept_raw() {
        var body = "{\"hello\":[1,2,3]}";
        var first = world.sender.post(meta.path(), body, Signer.meta(SECRET, body));
        var again = world.sender.post(meta.path(), body, Signer.meta(SECRET, body));
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.sequences()).isEqualTo(first.sequences());
        assertThat(again.events().get(0).getBoolean("duplicate")).isTrue();
        var row = world.logged(meta).stream()
                .filter(it -> "provider.unparsed".equals(it.get("type")))
                .findFirst()
                .orElseThrow();
        assertThat(IngressWorld.text(row.get("raw"))).isEqualTo(body);
        assertThat(IngressWorld.text(row.get("data"))).isEqualTo("{}");
        assertThat(row).containsEntry("account", "");
    }

    @Test
    void what_is_no_json_at_all_is_refused() {
        var body = "hello";
        var answer = world.sender.post(meta.path(), body, Signer.meta(SECRET, body));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("MALFORMED_BODY");
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
    }

    // ---- the fixed routes

    @Test
    void a_fixed_route_finds_the_connection_by_the_account_in_the_body() {
        var body = Bodies.meta("1001", "wamid.fixed");
        assertThat(world.sender
                        .post(meta.path(), body, Signer.meta(SECRET, body))
                        .status())
                .isEqualTo(200);
        var next = Bodies.meta("1001", "wamid.fixed.2");
        var answer = world.sender.post(META, next, Signer.meta(SECRET, next));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.sender
                        .post(META, next, Signer.meta("the default's secret", next))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_fixed_route_falls_back_to_the_connection_of_the_settings() {
        var body = Bodies.meta("999", "wamid.default");
        var answer = world.sender.post(META, body, Signer.meta("the default's secret", body));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.logged(metaOfSettings))
                .extracting(row -> row.get("account"))
                .contains("999");
    }

    @Test
    void a_fixed_route_takes_evolution_with_and_without_the_events_name() {
        var body = Bodies.evolution("phone", "E1", SECRET);
        assertThat(world.sender.post(EVOLUTION, body).status()).isEqualTo(200);
        var named = Bodies.evolution("phone", "E2", SECRET).replace("\"event\":\"messages.upsert\",", "");
        assertThat(world.sender.post(EVOLUTION + "/messages-upsert", named).sequences())
                .containsExactly(2L);
        assertThat(world.sender
                        .post(EVOLUTION, Bodies.evolution("phone", "E3", "wrong"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_apikey_of_a_body_is_neither_stored_nor_answered() {
        var key = SECRET;
        var answers = List.of(
                world.sender.post(EVOLUTION, Bodies.evolution("secretive", "E1", key)),
                world.sender.post(EVOLUTION, "{\"instance\":\"secretive\",\"odd\":1,\"apikey\":\"" + key + "\"}"),
                world.sender.post(
                        EVOLUTION,
                        "{\"event\":\"x.y\",\"instance\":\"secretive\",\"data\":[],\"apikey\":\"" + key + "\"}"),
                world.sender.post(
                        EVOLUTION,
                        "{\"instance\":\"secretive\",\"apikey\":\"" + key + "\",\"deep\":" + "[".repeat(70)
                                + "]".repeat(70) + "}"));
        assertThat(answers)
                .allMatch(answer -> answer.status() == 200 && !answer.body().contains(key));
        var rows = world.logged(evolutionOfSettings).stream()
                .filter(row -> "secretive".equals(row.get("account")))
                .toList();
        assertThat(rows).hasSize(4);
        assertThat(rows)
                .allMatch(row -> !IngressWorld.text(row.get("raw")).contains(key)
                        && !IngressWorld.text(row.get("data")).contains(key));
    }

    @Test
    void a_fixed_route_that_nobody_is_behind_asks_for_a_signature() {
        for (var route : List.of("zapi", "baileys", "whatsmeow", "waha", "gowa", "twilio", "generic")) {
            var answer = world.sender.post("/api/webhooks/whatsapp/" + route, "{\"instance\":\"nobody\"}");
            assertThat(answer.status()).as(route).isEqualTo(401);
        }
        assertThat(world.sender.post("/api/integrations/whatsapp/webhook", "{}").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"zapi, instanceId", "baileys, instance", "whatsmeow, userID", "waha, session", "gowa, device_id"})
    void an_authentic_body_of_no_known_shape_is_kept_raw(String provider, String account) {
        var connection = world.connect(provider, "token", "token of " + provider);
        var route = "/api/webhooks/whatsapp/" + provider;
        var known = Map.of("X-API-Key", "token of " + provider);
        var body = "{\"" + account + "\":\"phone of " + provider + "\",\"a\":1}";
        assertThat(world.sender.post(connection.path(), body, known).status()).isEqualTo(200);
        assertThat(world.sender.post(route, body.replace(":1", ":2"), known).status())
                .isEqualTo(200);
        assertThat(world.sender.post(route, body, Map.of("X-API-Key", "wrong")).status())
                .isEqualTo(401);
        assertThat(world.sender.post(connection.path(), "hello", known).status())
                .isEqualTo(400);
        assertThat(world.logged(connection))
                .extracting(row -> row.get("type"))
                .containsExactly("provider.unparsed", "provider.unparsed");
    }

    @Test
    void twilio_is_answered_without_a_body() {
        var connection = world.connect("twilio", "token", SECRET);
        var headers = Map.of("X-API-Key", SECRET, "Content-Type", "application/x-www-form-urlencoded");
        var answer = world.sender.post(connection.path(), "MessageSid=SM1&Body=a", headers);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(world.logged(connection)).hasSize(1);
    }

    // ---- Meta's challenge

    @Test
    void meta_gets_its_bare_challenge_back() {
        var query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-";
        for (var path : List.of(meta.path() + query + meta.id(), META + query + "default-meta")) {
            var answer = world.sender.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("1158201444");
            assertThat(answer.headers().get("Content-Type")).startsWith("text/plain");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong",
                "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
                "?hub.mode=subscribe&hub.challenge=<script>&hub.verify_token=verify-default-meta",
                "?hub.mode=subscribe&hub.verify_token=verify-default-meta",
                "?hub.mode=other&hub.challenge=1&hub.verify_token=verify-default-meta",
                "?hub.challenge=%zz&hub.mode=subscribe"
            })
    void a_wrong_challenge_is_forbidden(String query) {
        assertThat(world.sender
                        .get(META + query.replace("<", "%3C").replace(">", "%3E"))
                        .status())
                .isEqualTo(403);
    }

    // ---- the simple message API

    @Test
    void a_simple_message_is_answered_with_ok_alone_also_the_second_time() {
        var body = Bodies.simple("s1");
        var headers = Map.of("X-Signature", Signer.hex(SECRET, body));
        assertThat(world.sender.post("/webhook", body, headers).body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(world.sender.post("/webhook", body, headers).body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(world.logged(simple)).hasSize(1);
        assertThat(world.logged(simple).get(0)).containsEntry("account", "simple");
    }

    @Test
    void a_simple_message_that_is_wrong_is_told_its_fields() {
        var body = "{\"message_id\":\"\",\"from\":\"551\",\"to\":\"+551\",\"ts\":\"2026-01-01\"}";
        var answer = world.sender.post("/webhook", body, Map.of("X-Signature", Signer.hex(SECRET, body)));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.json().getJsonArray("errors").encode())
                .contains("message_id", "from", "ts")
                .doesNotContain("551");
        var noJson = world.sender.post("/webhook", "no", Map.of("X-Signature", Signer.hex(SECRET, "no")));
        assertThat(noJson.status()).isEqualTo(422);
    }

    @Test
    void a_simple_message_is_read_only_once_its_signature_is_right() {
        assertThat(world.sender.post("/webhook", "no json").status()).isEqualTo(401);
        assertThat(world.sender
                        .post("/webhook", Bodies.simple("s2"), Map.of("X-Signature", "00".repeat(32)))
                        .status())
                .isEqualTo(401);
    }

    // ---- what every request has

    @Test
    void a_correlation_id_is_taken_kept_and_returned() {
        var body = Bodies.meta("1007", "m1");
        var headers = new java.util.HashMap<>(Signer.meta(SECRET, body));
        headers.put("X-Correlation-Id", "of-the-test_1.2");
        var answer = world.sender.post(meta.path(), body, headers);
        assertThat(answer.headers().get("X-Correlation-Id")).isEqualTo("of-the-test_1.2");
        assertThat(world.logged(meta))
                .filteredOn(row -> "1007".equals(row.get("account")))
                .extracting(row -> row.get("correlation_id"))
                .containsExactly("of-the-test_1.2");
    }

    @Test
    void other_methods_are_refused() {
        assertThat(world.sender.get("/api/webhooks/whatsapp/evolution").status())
                .isEqualTo(405);
        assertThat(world.sender.get("/webhook").status()).isEqualTo(405);
    }

    @Test
    void webhooks_and_their_events_are_counted() {
        var connection = world.connect("generic", "token", SECRET);
        var known = Map.of("X-API-Key", SECRET);
        var created = "webhook_requests_total{result=\"created\"}";
        var captured = "events_captured_total{provider=\"generic\",type=\"message.received\"}";
        var before = world.metric(created);
        var capturedBefore = world.metric(captured);
        world.sender.post(connection.path(), Bodies.generic("counted", "1"), known);
        world.sender.post(connection.path(), Bodies.generic("counted", "1"), known);
        world.sender.post(connection.path(), Bodies.generic("counted", "2"), Map.of());
        world.sender.post(connection.path(), "no", known);
        assertThat(world.metric(created)).isEqualTo(before + 1);
        assertThat(world.metric(captured)).isEqualTo(capturedBefore + 1);
        assertThat(world.metric("webhook_requests_total{result=\"duplicate\"}")).isPositive();
        assertThat(world.metric("webhook_requests_total{result=\"invalid_signature\"}"))
                .isPositive();
        assertThat(world.metric("webhook_requests_total{result=\"validation_error\"}"))
                .isPositive();
        assertThat(world.metrics.exposition()).doesNotContain(connection.key());
    }
}
