package dev.angarium.inbox.simple;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.crypto.Sha256;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.SimpleApiSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimpleDoorTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int NO_LIMIT = 0;
    private static SimpleWorld world;

    @BeforeAll
    static void open() {
        world = new SimpleWorld(DATABASE);
        DATABASE.execute("insert into tenant (id, name) values ('other', 'o')");
        key("reader", "default", "{inbox.read}");
        key("writer", "default", "{webhooks.manage}");
        key("others", "other", "{inbox.read}");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static void key(String key, String tenant, String scopes) {
        DATABASE.execute(
                "insert into api_key (id, tenant_no, name, hash, scopes, created_at)"
                        + " select ?, no, 'k', ?, ?::text[], now() from tenant where id = ?",
                "key_" + key,
                Sha256.of(key),
                scopes,
                tenant);
    }

    private static SimpleClient client(boolean open, int requestsPerWindow) {
        return new SimpleClient(world, world.routes(SimpleWorld.settings(open), requestsPerWindow));
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    @Test
    void open_reads_need_no_key() {
        var client = client(true, NO_LIMIT);
        assertThat(client.get("/messages").status()).isEqualTo(200);
        assertThat(client.get("/stats").status()).isEqualTo(200);
    }

    @Test
    void closed_reads_need_a_key_that_may_read_the_inbox() {
        var client = client(false, NO_LIMIT);
        assertThat(client.get("/messages", bearer("reader")).status()).isEqualTo(200);
        assertThat(client.get("/stats", Map.of("X-API-Key", "reader")).status()).isEqualTo(200);
        assertThat(client.get("/stats", bearer(SimpleWorld.ADMIN_KEY)).status()).isEqualTo(200);
        assertThat(client.get("/messages", bearer("writer")).status()).isEqualTo(403);
        assertThat(client.get("/messages", bearer("others")).status()).isEqualTo(403);
        var refused = client.get("/messages");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().get("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void nobody_learns_what_is_wrong_in_a_query_before_showing_a_key() {
        assertThat(client(false, NO_LIMIT).get("/messages?limit=0").status()).isEqualTo(401);
    }

    @Test
    void an_address_that_guesses_keys_has_to_wait() {
        var client = client(false, NO_LIMIT);
        for (var guess = 0; guess < 10; guess++) {
            assertThat(client.get("/stats", bearer("guess-" + guess)).status()).isEqualTo(401);
        }
        var waiting = client.get("/stats", bearer("reader"));
        assertThat(waiting.status()).isEqualTo(429);
        assertThat(waiting.headers().get("Retry-After")).isNotNull();
    }

    @Test
    void requests_are_counted_by_address_where_it_is_open() {
        var client = client(true, 2);
        var first = client.get("/stats");
        assertThat(first.headers().get("RateLimit")).startsWith("\"address\";r=1;");
        assertThat(first.headers().get("RateLimit-Policy")).isEqualTo("\"address\";q=2;w=60");
        assertThat(client.get("/messages").status()).isEqualTo(200);
        var refused = client.get("/messages");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body().getString("code")).isEqualTo("RATE_LIMITED");
        assertThat(refused.headers().get("RateLimit")).startsWith("\"address\";r=0;");
        world.time.forward(Duration.ofMinutes(2));
        assertThat(client.get("/messages").status()).isEqualTo(200);
    }

    @Test
    void requests_are_counted_by_key_where_it_is_closed() {
        var client = client(false, 1);
        assertThat(client.get("/stats", bearer("reader")).headers().get("RateLimit"))
                .startsWith("\"key\";r=0;");
        assertThat(client.get("/stats", bearer("reader")).status()).isEqualTo(429);
        assertThat(client.get("/stats", bearer("writer")).status()).isEqualTo(403);
    }

    @Test
    void a_simple_api_that_is_switched_off_has_no_routes() {
        var off = new SimpleApiSettings(Optional.empty(), false, true);
        assertThat(world.routes(off, NO_LIMIT).routes()).isEmpty();
    }
}
