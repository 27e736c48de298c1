package dev.angarium.access.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.access.Reply;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepeatsTest {
    private static final Deque<Supplier<Future<Reply>>> ANSWERS = new ConcurrentLinkedDeque<>();
    private static final String SCRIPTED = "/v1/flush";

    @RegisterExtension
    static final ApiServer api = new ApiServer()
            .adding(services -> Map.of("flushAll", asked -> ANSWERS.pop().get()));

    @Test
    void a_repeat_gets_the_first_answer_and_changes_nothing() {
        var client = api.admin().once("tenant-1");
        var first = client.post("/v1/tenants", named("Aurora"));
        var again = client.post("/v1/tenants", named("Aurora"));
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(api.database().count("select count(*) from tenant where name = 'Aurora'"))
                .isEqualTo(1);
    }

    @Test
    void a_repeat_shows_the_same_secret_once_more() {
        var tenant = api.tenant("keys");
        var client = api.admin().once("key-1");
        var path = "/v1/tenants/" + tenant.id() + "/keys";
        var first = client.post(path, named("crm"));
        assertThat(client.post(path, named("crm")).json()).isEqualTo(first.json());
        assertThat(first.text("key")).startsWith("angk_");
    }

    @Test
    void a_deletion_is_repeated_as_the_deletion_it_was() {
        var client = api.tenant("deleting").client();
        var webhook = "/v1/webhooks/"
                + client.post(
                                "/v1/webhooks",
                                new JsonObject()
                                        .put("url", "https://example.com")
                                        .put("events", new JsonArray().add("*")))
                        .id();
        assertThat(client.once("gone").delete(webhook).status()).isEqualTo(204);
        var again = client.once("gone").delete(webhook);
        assertThat(again.status()).isEqualTo(204);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(client.delete(webhook).status()).isEqualTo(404);
    }

    @Test
    void the_same_key_with_another_request_is_refused() {
        var client = api.admin().once("reused");
        client.post("/v1/tenants", named("one"));
        var other = client.post("/v1/tenants", named("two"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        ANSWERS.add(() -> ok(1));
        assertThat(client.post(SCRIPTED).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        ANSWERS.clear();
    }

    @Test
    void keys_of_two_callers_do_not_meet() {
        var one = api.tenant("one").client().once("shared");
        var two = api.tenant("two").client().once("shared");
        var draft = new JsonObject()
                .put("provider", "generic")
                .put("name", "c")
                .put("auth", new JsonObject().put("scheme", "url"));
        assertThat(one.post("/v1/connections", draft).id())
                .isNotEqualTo(two.post("/v1/connections", draft).id());
    }

    @Test
    void the_same_call_at_once_is_told_to_wait() {
        var started = Promise.<Void>promise();
        var finish = Promise.<Reply>promise();
        ANSWERS.add(() -> {
            started.complete();
            return finish.future();
        });
        var client = api.admin().once("busy");
        var first = client.sending(HttpMethod.POST, SCRIPTED, Buffer.buffer());
        Await.of(started.future());
        var second = client.post(SCRIPTED);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("IDEMPOTENCY_KEY_BUSY");
        assertThat(second.header("Retry-After")).isEqualTo("1");
        finish.complete(Reply.ok(new JsonObject().put("n", 1)));
        assertThat(Await.of(first).status()).isEqualTo(200);
        assertThat(client.post(SCRIPTED).header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void a_refusal_is_final() {
        var client = api.admin().once("refusal");
        var first = client.post("/v1/tenants", new JsonObject().put("nom", "x"));
        var again = client.post("/v1/tenants", new JsonObject().put("nom", "x"));
        assertThat(first.fields()).containsExactlyInAnyOrder("name", "nom");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void a_failure_of_ours_frees_the_key() {
        ANSWERS.add(() -> Future.failedFuture(new IllegalStateException("a defect")));
        ANSWERS.add(() -> Future.failedFuture(new ConnectException()));
        ANSWERS.add(() -> Future.succeededFuture(Reply.of(Problem.tooManyRequests(Duration.ofSeconds(1)))));
        ANSWERS.add(() -> ok(4));
        var client = api.admin().once("again");
        assertThat(client.post(SCRIPTED).status()).isEqualTo(500);
        assertThat(client.post(SCRIPTED).status()).isEqualTo(503);
        assertThat(client.post(SCRIPTED).status()).isEqualTo(429);
        assertThat(client.post(SCRIPTED).json().getInteger("n")).isEqualTo(4);
        assertThat(client.post(SCRIPTED).json().getInteger("n")).isEqualTo(4);
    }

    @Test
    void a_key_is_forgotten_after_24_hours() {
        ANSWERS.add(() -> ok(1));
        ANSWERS.add(() -> ok(2));
        var client = api.admin().once("day");
        client.post(SCRIPTED);
        api.time().jumpWall(Duration.ofHours(24).minusSeconds(1));
        assertThat(client.post(SCRIPTED).json().getInteger("n")).isEqualTo(1);
        api.time().jumpWall(Duration.ofSeconds(1));
        assertThat(client.post(SCRIPTED).json().getInteger("n")).isEqualTo(2);
    }

    @Test
    void a_key_is_1_to_255_printable_characters() {
        for (var key : new String[] {"x".repeat(256), "gr\u00fcn", "a\tb"}) {
            var answer = api.admin().once(key).post(SCRIPTED);
            assertThat(answer.status()).as(key).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("Idempotency-Key");
        }
        assertThat(api.admin().once("x".repeat(256)).get("/v1/tenants").status())
                .as("a read needs none")
                .isEqualTo(200);
        ANSWERS.add(() -> ok(1));
        assertThat(api.admin().once("x y".repeat(85)).post(SCRIPTED).status()).isEqualTo(200);
    }

    @Test
    void a_database_that_is_away_is_a_passing_trouble_and_an_unknown_outcome_is_told() {
        ANSWERS.add(() -> Future.failedFuture(new ConnectException()));
        ANSWERS.add(() -> Future.failedFuture(new IOException("reset")));
        var away = api.admin().post(SCRIPTED);
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Retry-After")).isEqualTo("1");
        assertThat(api.admin().post(SCRIPTED).status()).isEqualTo(504);
    }

    private static Future<Reply> ok(int n) {
        return Future.succeededFuture(Reply.ok(new JsonObject().put("n", n)));
    }

    private static JsonObject named(String name) {
        return new JsonObject().put("name", name);
    }
}
