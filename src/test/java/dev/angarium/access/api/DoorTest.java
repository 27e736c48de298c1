package dev.angarium.access.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerProcess;
import dev.angarium.settings.RateSettings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DoorTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final int LIMIT = 30;

    @RegisterExtension
    static final ApiServer api = new ApiServer(new RateSettings(LIMIT, Duration.ofMinutes(1), 0, 0, 0));

    @Test
    void a_key_is_taken_from_either_header() {
        api.time().forward(Duration.ofMinutes(2));
        var stranger = api.stranger();
        assertThat(stranger.with("X-API-Key", ApiServer.ADMIN_KEY)
                        .get("/v1/tenants")
                        .status())
                .isEqualTo(200);
        assertThat(stranger.with("Authorization", "bearer " + ApiServer.ADMIN_KEY)
                        .get("/v1/tenants")
                        .status())
                .isEqualTo(200);
        assertThat(stranger.with("Authorization", "Basic x").get("/v1/tenants").status())
                .isEqualTo(401);
    }

    @Test
    void the_admin_works_for_the_tenant_it_names_and_another_key_for_its_own_only() {
        api.time().forward(Duration.ofMinutes(2));
        var one = api.tenant("one");
        var two = api.tenant("two");
        var path = "/v1/webhooks/sub_x/lanes";
        assertThat(api.admin().get(path).text("tenant")).isEqualTo("default");
        assertThat(api.admin().with("X-Tenant-Id", one.id()).get(path).text("tenant"))
                .isEqualTo(one.id());
        assertThat(api.admin().with("X-Tenant-Id", "ten_nobody").get(path).status())
                .isEqualTo(404);
        assertThat(one.client().with("X-Tenant-Id", one.id()).get(path).status())
                .isEqualTo(200);
        assertThat(one.client().with("X-Tenant-Id", two.id()).get(path).status())
                .isEqualTo(404);
    }

    @Test
    void every_answer_tells_what_is_left_and_one_too_many_when_to_come_back() {
        api.time().forward(Duration.ofMinutes(2));
        var client = api.tenant("busy").client();
        for (var left = LIMIT - 1; left >= 0; left--) {
            var answer = client.get("/v1/webhooks/sub_x");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("RateLimit")).startsWith("\"key\";r=" + left + ";t=");
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"key\";q=30;w=60");
        }
        var refused = client.get("/v1/webhooks");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.header("RateLimit")).startsWith("\"key\";r=0;t=");
        assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                .isBetween(1, 120);
        api.time().forward(Duration.ofMinutes(2));
        assertThat(client.get("/v1/webhooks").status()).isEqualTo(200);
    }

    @Test
    void strangers_are_counted_by_address() {
        api.time().forward(Duration.ofMinutes(2));
        var stranger = api.stranger().from("10.2.0.1");
        for (var call = 0; call < LIMIT; call++) {
            assertThat(stranger.get("/v1/webhooks").status()).isEqualTo(401);
        }
        assertThat(stranger.get("/v1/webhooks").status()).isEqualTo(429);
        assertThat(api.stranger().from("10.2.0.2").get("/v1/webhooks").status()).isEqualTo(401);
        assertThat(api.admin().from("10.2.0.1").get("/v1/tenants").status()).isEqualTo(200);
    }

    @Test
    void after_ten_wrong_keys_an_address_waits_a_quarter_of_an_hour() {
        api.time().forward(Duration.ofMinutes(2));
        var guesser = api.stranger().from("10.3.0.1");
        for (var guess = 0; guess < 10; guess++) {
            assertThat(guesser.key("angk_guess" + guess).get("/v1/webhooks").status())
                    .isEqualTo(401);
        }
        var refused = guesser.key("angk_guess10").get("/v1/webhooks");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TOO_MANY_FAILED_SIGN_INS");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(api.admin().from("10.3.0.1").get("/v1/tenants").status()).isEqualTo(429);
        assertThat(api.admin().from("10.3.0.2").get("/v1/tenants").status()).isEqualTo(200);
        api.time().forward(Duration.ofMinutes(30));
        assertThat(api.admin().from("10.3.0.1").get("/v1/tenants").status()).isEqualTo(200);
    }

    @Test
    void a_right_key_too_long_to_guess_is_not_locked_out_with_its_neighbours() {
        api.time().forward(Duration.ofMinutes(2));
        var neighbour = api.stranger().from("10.3.1.1");
        for (var guess = 0; guess < 10; guess++) {
            neighbour.key("angk_guess" + guess).get("/v1/webhooks");
        }
        assertThat(neighbour.key("angk_guess10").get("/v1/webhooks").status()).isEqualTo(429);
        var tenant = api.tenant("neighbour");
        assertThat(tenant.client().from("10.3.1.1").get("/v1/webhooks").status())
                .isEqualTo(200);
    }

    @Test
    void a_key_that_was_revoked_or_has_run_out_is_no_key() {
        api.time().forward(Duration.ofMinutes(2));
        var tenant = api.tenant("ending");
        var keys = "/v1/tenants/" + tenant.id() + "/keys";
        var draft = new JsonObject()
                .put("name", "short")
                .put(
                        "expiresAt",
                        Instant.ofEpochMilli(api.time().millis() + 60_000).toString());
        var key = api.admin().post(keys, draft);
        var client = api.stranger().key(key.text("key"));
        assertThat(client.get("/v1/webhooks").status()).isEqualTo(200);
        api.time().forward(Duration.ofMinutes(1));
        assertThat(client.get("/v1/webhooks").status()).isEqualTo(401);
        var revoked = api.admin().post(keys, new JsonObject().put("name", "gone"));
        var other = api.stranger().key(revoked.text("key"));
        assertThat(other.get("/v1/webhooks").status()).isEqualTo(200);
        assertThat(api.admin().delete(keys + "/" + revoked.id()).status()).isEqualTo(204);
        // every loop's cache hears of it over the event bus
        BrokerProcess.until(SOON, () -> other.get("/v1/webhooks").status() == 401, "revoked");
    }
}
