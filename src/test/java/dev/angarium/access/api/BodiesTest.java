package dev.angarium.access.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.harness.LoopCost;
import dev.angarium.provider.json.HostileBodies;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class BodiesTest {
    @RegisterExtension
    static final ApiServer api = new ApiServer();

    private static final String WEBHOOKS = "/v1/webhooks";
    /** Answered by what repeats what it was asked. */
    private static final String ECHO = "/v1/dlq/replay";

    @TestFactory
    Stream<DynamicTest> a_hostile_body_is_the_callers_fault() {
        return HostileBodies.all().entrySet().stream()
                .map(body -> DynamicTest.dynamicTest(body.getKey(), () -> {
                    var answer = post(WEBHOOKS, Buffer.buffer(body.getValue()));
                    assertThat(answer.status()).isBetween(400, 422);
                    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                }));
    }

    @Test
    void no_body_takes_more_than_50_ms_of_an_event_loop() {
        var cost = LoopCost.of(api.vertx());
        var elsewhere = Vertx.vertx(); // the work of sending is done on other loops
        var key = api.admin();
        var caller = new ApiClient(WebClient.create(elsewhere), key.port(), key.headers());
        var bodies = HostileBodies.all();
        bodies.values().forEach(body -> post(caller, ECHO, body)); // loading classes is no body's doing
        bodies.forEach((name, body) -> {
            cost.forget();
            post(caller, ECHO, body);
            assertThat(cost.longest()).as(name).isPositive().isLessThanOrEqualTo(Duration.ofMillis(50));
        });
        Await.of(elsewhere.close());
    }

    @TestFactory
    Stream<DynamicTest> what_is_not_json_within_the_limits_is_malformed() {
        var bodies = Map.of(
                "a depth of 65", "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}",
                "100,001 tokens", "{\"a\":[" + "1,".repeat(100_000) + "1]}",
                "a key of 300 characters", "{\"" + "k".repeat(300) + "\":1}",
                "duplicate keys", "{\"a\":1,\"a\":2}",
                "a byte order mark", "\uFEFF{}",
                "half a character", "{\"a\":\"\\ud800\"}",
                "half a character in a name", "{\"\\udc00\":1}",
                "a comment", "{/* */}",
                "a trailing comma", "{\"a\":1,}",
                "two documents", "{} {}");
        return bodies.entrySet().stream()
                .map(body -> DynamicTest.dynamicTest(body.getKey(), () -> {
                    var answer = post(ECHO, Buffer.buffer(body.getValue()));
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.code()).isEqualTo("MALFORMED_JSON");
                }));
    }

    @Test
    void the_limits_themselves_are_allowed() {
        assertThat(post(ECHO, Buffer.buffer("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}"))
                        .status())
                .isEqualTo(200);
        assertThat(post(ECHO, Buffer.buffer("{\"" + "k".repeat(256) + "\":\"" + "x".repeat(1_000_000) + "\"}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_number_is_read_as_it_is_and_never_expanded() {
        var answer = post(ECHO, Buffer.buffer("{\"whole\":9007199254740993,\"real\":0.5,\"flag\":true,\"none\":null}"));
        assertThat(answer.json().getJsonObject("body"))
                .isEqualTo(new JsonObject()
                        .put("whole", 9_007_199_254_740_993L)
                        .put("real", 0.5)
                        .put("flag", true)
                        .putNull("none"));
        var draft = "{\"url\":\"https://example.com\",\"events\":[\"*\"],\"retryCount\":1e1000000000}";
        assertThat(post(WEBHOOKS, Buffer.buffer(draft)).fields()).containsExactly("retryCount");
    }

    @Test
    void a_body_over_the_limit_is_refused_unread() {
        var answer = post(WEBHOOKS, Buffer.buffer(new byte[ApiServer.MAX_BODY + 1]));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void json_that_is_no_object_is_told_apart() {
        for (var body : new String[] {"[]", "\"text\"", "1", "null", "true"}) {
            var answer = post(WEBHOOKS, Buffer.buffer(body));
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("body");
        }
    }

    @Test
    void a_body_must_say_that_it_is_json() {
        var body = Buffer.buffer("{}");
        assertThat(api.admin().send(HttpMethod.POST, WEBHOOKS, body).status()).isEqualTo(415);
        for (var type : new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; a=b"}) {
            var answer = api.admin().with("Content-Type", type).send(HttpMethod.POST, WEBHOOKS, body);
            assertThat(answer.status()).as(type).isEqualTo(415);
            assertThat(answer.code()).isEqualTo("CONTENT_TYPE");
        }
        for (var type : new String[] {"Application/JSON", "application/json; charset=utf-8", "application/x+json"}) {
            var answer = api.admin().with("Content-Type", type).send(HttpMethod.POST, ECHO, body);
            assertThat(answer.status()).as(type).isEqualTo(200);
        }
    }

    @Test
    void a_body_that_is_needed_and_missing_is_named() {
        var answer = api.admin().post(WEBHOOKS);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).containsExactly("body");
    }

    @Test
    void where_no_body_is_taken_an_empty_object_is_none_and_a_field_is_unknown() {
        assertThat(api.admin().post("/v1/webhooks/sub_x/test", new JsonObject()).status())
                .isEqualTo(200);
        var answer = api.admin().post("/v1/webhooks/sub_x/test", new JsonObject().put("loud", true));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).containsExactly("loud");
    }

    @Test
    void what_was_asked_arrives_decoded() {
        var answer = api.admin().get("/v1/webhooks/sub%20x+y/deliveries?instance=a%20b%2Bc&limit=3");
        assertThat(answer.json().getJsonObject("path")).isEqualTo(new JsonObject().put("webhookId", "sub x+y"));
        assertThat(answer.json().getJsonObject("query"))
                .isEqualTo(new JsonObject().put("instance", "a b+c").put("limit", "3"));
    }

    @Test
    void a_query_with_a_nul_or_a_broken_escape_is_refused() {
        assertThat(api.admin().get("/v1/dlq?type=a%00b").fields()).containsExactly("type");
        assertThat(api.admin().get("/v1/dlq?type=%zz").status()).isEqualTo(400);
    }

    private static Answer post(String path, Buffer body) {
        return post(api.admin(), path, body.getBytes());
    }

    private static Answer post(ApiClient caller, String path, byte[] body) {
        return caller.with("Content-Type", "application/json").send(HttpMethod.POST, path, Buffer.buffer(body));
    }
}
