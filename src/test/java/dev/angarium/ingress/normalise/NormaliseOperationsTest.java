package dev.angarium.ingress.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.api.Answer;
import dev.angarium.access.api.ApiServer;
import dev.angarium.ingress.limit.Workbench;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.registry.Readers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NormaliseOperationsTest {
    private static final String EVOLUTION =
            """
            {"event":"messages.upsert","instance":"sales","apikey":"planted-key","data":{
              "key":{"remoteJid":"5511987654321@s.whatsapp.net","fromMe":false,"id":"3EB0"},
              "pushName":"Ana","message":{"conversation":"hello"},"messageTimestamp":1767225600}}
            """;

    @RegisterExtension
    static final ApiServer api = new ApiServer().adding(services -> new NormaliseOperations(
                    new Normaliser(new Readers(JsonLimits.DEFAULT)), new Workbench(services.vertx()), services.time())
            .all());

    private static Answer ask(JsonObject body) {
        return api.scoped("default", "inbox.read.own").post("/v1/tools/normalise", body);
    }

    private static JsonObject evolution() {
        return new JsonObject().put("provider", "evolution");
    }

    private static JsonObject only(Answer answer) {
        assertThat(answer.status()).as(answer.json().encode()).isEqualTo(200);
        assertThat(answer.json().getJsonArray("events")).hasSize(1);
        return answer.json().getJsonArray("events").getJsonObject(0);
    }

    @Test
    void a_body_is_shown_as_the_event_it_would_become_without_its_key() {
        var answer = ask(evolution().put("body", new JsonObject(EVOLUTION)));
        var event = only(answer);
        assertThat(event.getString("eventType")).isEqualTo("message.received");
        assertThat(event.getString("deviceId")).isEqualTo("sales");
        assertThat(event.getString("id")).startsWith("evt_");
        assertThat(event.getLong("sequence")).isOne();
        assertThat(event.getLong("timestamp")).isEqualTo(1_767_225_600);
        assertThat(event.getString("receivedAt")).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(event.getJsonObject("data").getString("text")).isEqualTo("hello");
        assertThat(event.getJsonObject("data").getJsonObject("raw").getString("pushName"))
                .isEqualTo("Ana");
        assertThat(answer.json().encode()).doesNotContain("planted-key");
    }

    @Test
    void the_same_comes_of_an_object_a_text_and_base64() {
        var object = ask(evolution().put("body", new JsonObject(EVOLUTION))).json();
        var base64 = Base64.getEncoder().encodeToString(EVOLUTION.getBytes(UTF_8));
        assertThat(ask(evolution().put("body", EVOLUTION)).json()).isEqualTo(object);
        assertThat(ask(evolution().put("bodyBase64", base64)).json()).isEqualTo(object);
    }

    @Test
    void nothing_is_stored() {
        var before = api.database().count("select count(*) from instance") + logged();
        only(ask(evolution().put("body", new JsonObject(EVOLUTION))));
        assertThat(api.database().count("select count(*) from instance") + logged())
                .isEqualTo(before);
    }

    private static long logged() {
        return api.database().count("select count(*) from event_log");
    }

    @Test
    void an_event_whose_name_is_in_the_path_is_read_by_that_name() {
        var nameless = new JsonObject(EVOLUTION);
        nameless.remove("event");
        var event = only(ask(evolution().put("body", nameless).put("event", "messages-upsert")));
        assertThat(event.getString("eventType")).isEqualTo("message.received");
    }

    @Test
    void what_is_not_understood_is_shown_whole() {
        var event = only(ask(evolution().put("body", new JsonArray().add(1))));
        assertThat(event.getString("eventType")).isEqualTo("provider.unparsed");
        assertThat(event.getString("deviceId")).isEqualTo("unassigned");
        assertThat(event.getJsonObject("data").getJsonArray("raw")).containsExactly(1);
    }

    @Test
    void what_its_route_would_refuse_is_refused() {
        var answer = ask(evolution().put("body", "no JSON"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("MALFORMED_BODY");
    }

    @Test
    void a_call_that_is_not_clear_is_refused_with_all_that_is_wrong() {
        assertThat(ask(new JsonObject().put("provider", "icq")).fields()).containsExactlyInAnyOrder("provider", "body");
        assertThat(ask(evolution().put("body", "{}").put("bodyBase64", "e30=")).fields())
                .containsExactly("body");
        assertThat(ask(evolution().put("bodyBase64", "*")).fields()).containsExactly("bodyBase64");
        assertThat(ask(evolution().put("body", 7)).fields()).containsExactly("body");
        assertThat(ask(evolution().put("body", "{}").put("more", 1)).fields()).containsExactly("more");
    }

    @Test
    void a_key_is_needed() {
        assertThat(api.stranger().post("/v1/tools/normalise", evolution()).status())
                .isEqualTo(401);
    }
}
