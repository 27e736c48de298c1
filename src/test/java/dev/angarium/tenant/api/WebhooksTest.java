package dev.angarium.tenant.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.api.ApiClient;
import dev.angarium.access.api.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
    private static final String PATH = "/v1/webhooks";

    @RegisterExtension
    static final ApiServer api = new ApiServer();

    private ApiClient client = api.stranger();

    @BeforeEach
    void a_tenant_of_its_own() {
        client = api.tenant("webhooks").client();
    }

    @Test
    void a_webhook_has_its_defaults_and_shows_its_secret_once() {
        var made = client.post(PATH, draft());
        assertThat(made.status()).isEqualTo(201);
        var secret = made.text("secret");
        assertThat(secret).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .hasSize(32);
        var shown = client.get(PATH + "/" + made.id());
        assertThat(shown.body().toString()).doesNotContain(secret);
        assertThat(shown.json().getInteger("retryCount")).isEqualTo(3);
        assertThat(shown.json().getJsonArray("retryDelays")).containsExactly("1s", "5s", "15s");
        assertThat(shown.text("timeout")).isEqualTo("30s");
        assertThat(shown.text("ordering")).isEqualTo("instance");
        assertThat(shown.text("format")).isEqualTo("native");
        assertThat(shown.text("mediaMode")).isEqualTo("ready");
        assertThat(shown.text("state")).isEqualTo("active");
        assertThat(api.database().query("select * from subscription").toString())
                .doesNotContain(secret);
    }

    @Test
    void all_that_is_wrong_is_named_at_once() {
        var wrong = new JsonObject()
                .put("url", "ftp://example.com")
                .put("events", new JsonArray().add("message.*").add("coffee.ready"))
                .put("secret", "short")
                .put("retryCount", 21)
                .put("retryDelays", new JsonArray().add("soon"))
                .put("timeout", "31s")
                .put("ordering", "random")
                .put("concurrency", 0)
                .put("batch", 101)
                .put("mediaMode", "sometimes")
                .put("retryPolicy", "mine")
                .put("format", "xml")
                .put("filter", new JsonObject().put("groups", 1).put("colour", 1))
                .put("rateLimit", 0)
                .put("enabled", "yes")
                .put("description", "x".repeat(1001))
                .put("from", "last tuesday")
                .put("colour", "blue");
        var answer = client.post(PATH, wrong);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields())
                .contains("url", "events", "secret", "retryCount", "retryDelays[0]", "timeout", "ordering")
                .contains("concurrency", "batch", "mediaMode", "retryPolicy", "format", "filter.groups")
                .contains("filter.colour", "rateLimit", "enabled", "description", "from", "colour");
        assertThat(client.post(PATH, new JsonObject()).fields()).containsExactlyInAnyOrder("url", "events");
        assertThat(client.post(PATH, draft().put("events", new JsonArray())).fields())
                .containsExactly("events");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com", "https://127.0.0.1/", "https://localhost/", "https://169.254.169.254/latest",
                "https://[::1]/", "https://10.1.2.3/", "https://user:word@example.com/", "https://2130706433/",
                "https://[::ffff:127.0.0.1]/", "https://example.com/#part", "example.com", "https://printer.local/"
            })
    void an_address_that_is_not_public_is_refused(String url) {
        var answer = client.post(PATH, draft().put("url", url));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).contains("url");
        assertThat(answer.body().toString()).doesNotContain(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nHost: b", "a\nb", "a\rb", "a\0b", "\u007f", "gr\u00fcn"})
    void a_header_carries_visible_characters_only(String value) {
        var answer = client.post(PATH, draft().put("headers", new JsonObject().put("X-Mine", value)));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).allMatch(field -> field.startsWith("headers"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Connection",
                "Transfer-Encoding",
                "TE",
                "Trailer",
                "Upgrade",
                "Keep-Alive",
                "Proxy-Authorization",
                "Expect",
                "X\r\nY",
                "X Y",
                "X:",
                "",
                "X\0"
            })
    void a_header_that_is_not_the_owners_to_set_is_refused(String name) {
        var answer = client.post(PATH, draft().put("headers", new JsonObject().put(name, "x")));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).allMatch(field -> field.startsWith("headers"));
    }

    @Test
    void headers_of_the_owner_are_kept_and_shown() {
        var headers = new JsonObject().put("X-Mine", "a b").put("Authorization", "Bearer x");
        var made = client.post(PATH, draft().put("headers", headers));
        assertThat(client.get(PATH + "/" + made.id()).json().getJsonObject("headers"))
                .isEqualTo(headers);
    }

    @Test
    void an_instance_that_is_not_the_tenants_is_named() {
        var answer = client.post(
                PATH, draft().put("instances", new JsonArray().add("ins_nobody").add("a\r\nb")));
        assertThat(answer.fields()).containsExactly("instances[0]", "instances[1]");
    }

    @Test
    void a_put_replaces_all_and_a_patch_some() {
        var path = PATH + "/"
                + client.post(PATH, draft().put("description", "old").put("batch", 5))
                        .id();
        var replaced = client.put(path, draft().put("ordering", "chat"));
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json().getValue("description")).isNull();
        assertThat(replaced.json().getInteger("batch")).isEqualTo(1);
        var patched =
                client.patch(path, new JsonObject().put("description", "new").putNull("ordering"));
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.text("description")).isEqualTo("new");
        assertThat(patched.text("ordering")).isEqualTo("instance");
    }

    @Test
    void a_patch_is_checked_like_the_whole() {
        var path = PATH + "/" + client.post(PATH, draft()).id();
        assertThat(client.patch(path, new JsonObject()).status()).isEqualTo(422);
        assertThat(client.patch(path, new JsonObject().put("secret", "a new secret"))
                        .fields())
                .containsExactly("secret");
        assertThat(client.patch(path, new JsonObject().put("batch", 0).put("id", "sub_x"))
                        .fields())
                .contains("batch", "id");
        assertThat(client.patch(path, new JsonObject().put("from", 1)).fields()).containsExactly("from");
        assertThat(client.put(path, draft().put("from", 1)).fields()).containsExactly("from");
    }

    @Test
    void a_rotated_secret_is_new_and_the_old_one_stays_for_a_day() {
        var made = client.post(PATH, draft());
        var path = PATH + "/" + made.id();
        var rotated = client.post(path + "/rotate-secret");
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.text("secret")).startsWith("whsec_").isNotEqualTo(made.text("secret"));
        var until = Instant.parse(rotated.text("previousValidUntil")).toEpochMilli();
        assertThat(until).isEqualTo(api.time().millis() + Duration.ofHours(24).toMillis());
        assertThat(client.get(path).text("previousSecretValidUntil")).isEqualTo(rotated.text("previousValidUntil"));
        var given = client.post(path + "/rotate-secret", new JsonObject().put("secret", "a secret of mine"));
        assertThat(given.json().fieldNames()).containsExactly("previousValidUntil");
        assertThat(client.post(path + "/rotate-secret", new JsonObject().put("secret", "short"))
                        .fields())
                .containsExactly("secret");
    }

    @Test
    void a_webhook_is_paused_resumed_and_switched_off() {
        var path = PATH + "/" + client.post(PATH, draft()).id();
        assertThat(client.post(path + "/pause").text("state")).isEqualTo("paused");
        assertThat(client.post(path + "/resume").text("state")).isEqualTo("active");
        assertThat(client.patch(path, new JsonObject().put("enabled", false)).text("state"))
                .isEqualTo("disabled");
        var refused = client.post(path + "/pause");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("WEBHOOK_DISABLED");
        assertThat(client.post(path + "/resume").text("state")).isEqualTo("active");
    }

    @Test
    void a_deleted_webhook_is_gone() {
        var path = PATH + "/" + client.post(PATH, draft()).id();
        assertThat(client.delete(path).status()).isEqualTo(204);
        assertThat(client.get(path).status()).isEqualTo(404);
        assertThat(client.post(path + "/pause").status()).isEqualTo(404);
        assertThat(client.get(PATH).data()).isEmpty();
    }

    private static JsonObject draft() {
        return new JsonObject().put("url", "https://example.com/hook").put("events", new JsonArray().add("message.*"));
    }
}
