package dev.angarium.tenant.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.api.ApiClient;
import dev.angarium.access.api.ApiServer;
import dev.angarium.provider.Providers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionsTest {
    private static final String PATH = "/v1/connections";

    @RegisterExtension
    static final ApiServer api = new ApiServer();

    private ApiClient client = api.stranger();

    @BeforeEach
    void a_tenant_of_its_own() {
        client = api.tenant("connections").client();
    }

    @Test
    void a_connection_tells_once_what_to_set_at_the_provider() {
        var made = client.post(PATH, meta());
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("ingressKey")).hasSize(43);
        assertThat(made.text("webhookUrl")).isEqualTo("https://broker.example.com/in/" + made.text("ingressKey"));
        assertThat(made.text("verifyToken")).isNotEmpty();
        var shown = client.get(PATH + "/" + made.id());
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body().toString())
                .doesNotContain(made.text("ingressKey"), made.text("verifyToken"), "the app secret", "a token of mine");
        assertThat(client.get(PATH).body().toString()).doesNotContain("the app secret", "a token of mine");
    }

    @Test
    void every_provider_can_be_connected() {
        for (var provider : Providers.NAMES) {
            var draft = new JsonObject()
                    .put("provider", provider)
                    .put("name", provider)
                    .put("auth", new JsonObject().put("scheme", "url"));
            assertThat(client.post(PATH, draft).status()).as(provider).isEqualTo(201);
        }
    }

    @Test
    void a_secret_that_is_needed_and_left_out_is_made_and_shown_once() {
        var draft =
                meta().put("auth", new JsonObject().put("scheme", "hmac-sha256").put("header", "X-Signature"));
        var made = client.post(PATH, draft);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("secret")).isNotEmpty();
        assertThat(client.get(PATH + "/" + made.id()).body().toString()).doesNotContain(made.text("secret"));
    }

    @Test
    void all_that_is_wrong_is_named_at_once() {
        var draft = new JsonObject()
                .put("provider", "pigeon")
                .put("name", 7)
                .put("auth", new JsonObject().put("scheme", "trust").put("password", "x"))
                .put("api", new JsonObject().put("baseUrl", "http://127.0.0.1/"))
                .put("autoProvision", "yes")
                .put("maxBody", 1)
                .put("colour", "blue");
        var answer = client.post(PATH, draft);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields())
                .contains(
                        "provider",
                        "name",
                        "auth.scheme",
                        "auth.password",
                        "api.baseUrl",
                        "autoProvision",
                        "maxBody",
                        "colour");
        assertThat(client.post(PATH, new JsonObject()).fields()).contains("provider", "name", "auth");
    }

    @Test
    void a_header_that_is_none_is_refused() {
        for (var header : new String[] {"X-Evil\r\nHost", "X\0", "", "a b", "Gr\u00fcn", "x".repeat(129)}) {
            var auth = new JsonObject().put("scheme", "hmac-sha256").put("header", header);
            var answer = client.post(PATH, meta().put("auth", auth));
            assertThat(answer.status()).as(header).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("auth.header");
        }
    }

    @Test
    void metas_secret_is_the_one_that_meta_shows() {
        var answer = client.post(PATH, meta().put("auth", new JsonObject().put("scheme", "meta")));
        assertThat(answer.fields()).containsExactly("auth.secret");
    }

    @Test
    void what_is_left_out_of_an_update_stays_where_it_is_secret() {
        var id = client.post(PATH, meta()).id();
        var updated = client.put(
                PATH + "/" + id, new JsonObject().put("name", "Shop 2").put("autoProvision", false));
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.text("name")).isEqualTo("Shop 2");
        assertThat(updated.json().getJsonObject("auth").getBoolean("hasSecret")).isTrue();
        assertThat(updated.json().getJsonArray("apiConfigured")).containsExactly("baseUrl", "token");
        var provider = new JsonObject().put("name", "x").put("provider", "waha");
        assertThat(client.put(PATH + "/" + id, provider).fields()).containsExactly("provider");
    }

    @Test
    void a_rotated_secret_is_valid_beside_the_old_one_for_a_day() {
        var id = client.post(PATH, meta()).id();
        var rotated =
                client.post(PATH + "/" + id + "/rotate-secret", new JsonObject().put("secret", "the new app secret"));
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.json().fieldNames()).containsExactly("previousValidUntil");
        assertThat(client.post(PATH + "/" + id + "/rotate-secret").fields()).containsExactly("secret");
        var draft = meta().put("auth", new JsonObject().put("scheme", "token"));
        var made = client.post(PATH, draft);
        var again = client.post(PATH + "/" + made.id() + "/rotate-secret");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("secret")).isNotEqualTo(made.text("secret"));
    }

    @Test
    void an_address_has_no_secret_to_rotate() {
        var id = client.post(PATH, meta().put("auth", new JsonObject().put("scheme", "url")))
                .id();
        var answer = client.post(PATH + "/" + id + "/rotate-secret");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("NO_SECRET");
    }

    @Test
    void a_connection_that_ends_takes_its_instances_along() {
        var id = client.post(PATH, meta()).id();
        var instance = client.post(
                        "/v1/instances",
                        new JsonObject().put("connectionId", id).put("externalId", "1065"))
                .id();
        assertThat(client.delete(PATH + "/" + id).status()).isEqualTo(204);
        assertThat(client.get(PATH + "/" + id).status()).isEqualTo(404);
        assertThat(client.get("/v1/instances/" + instance).status()).isEqualTo(404);
        assertThat(client.delete(PATH + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void evolution_may_say_which_ways_count() {
        var auth = new JsonObject()
                .put("scheme", "evolution")
                .put("secret", "a secret long enough")
                .put("accept", new JsonArray().add("apikey"));
        var made = client.post(PATH, meta().put("provider", "evolution").put("auth", auth));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().getJsonObject("auth").getJsonArray("accept")).containsExactly("apikey");
    }

    private static JsonObject meta() {
        return new JsonObject()
                .put("provider", "meta")
                .put("name", "Shop")
                .put("auth", new JsonObject().put("scheme", "meta").put("secret", "the app secret"))
                .put(
                        "api",
                        new JsonObject()
                                .put("baseUrl", "https://graph.example.com")
                                .put("token", "a token of mine"));
    }
}
