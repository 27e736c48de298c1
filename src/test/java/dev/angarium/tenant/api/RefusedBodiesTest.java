package dev.angarium.tenant.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.access.api.ApiServer;
import dev.angarium.tenant.connection.PgRefusedBodies;
import dev.angarium.tenant.connection.RefusedBodies;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An owner sees at a connection that its provider sends more than it takes. */
class RefusedBodiesTest {
    @RegisterExtension
    static final ApiServer api = new ApiServer();

    private final PgRefusedBodies rows =
            new PgRefusedBodies(api.services().pools().pipeline());
    private final Deque<Future<Void>> writes = new ArrayDeque<>();
    private final RefusedBodies refused = new RefusedBodies(seen -> kept(rows.add(seen)), api.time());

    @Test
    void the_first_is_shown_at_once_and_the_next_within_a_minute() {
        var client = api.tenant("refused").client();
        var id = client.post("/v1/connections", draft()).id();
        var no = (int) api.database().count("select no from connection where id = ?", id);
        var path = "/v1/connections/" + id;
        assertThat(shown(client.get(path).json())).isEqualTo(seen(0, null));

        refused.tooLarge(no);
        api.time().forward(Duration.ofMillis(1));
        Await.of(writes.remove());
        assertThat(shown(client.get(path).json())).isEqualTo(seen(1, "2026-01-01T00:00:00.000Z"));

        api.time().forward(Duration.ofSeconds(9));
        refused.tooLarge(no);
        refused.tooLarge(no);
        api.time().forward(Duration.ofSeconds(50));
        assertThat(writes).isEmpty();
        api.time().forward(Duration.ofSeconds(1));
        Await.of(writes.remove());
        assertThat(shown(client.get(path).json())).isEqualTo(seen(3, "2026-01-01T00:00:09.001Z"));
        assertThat(client.get("/v1/connections").data())
                .map(RefusedBodiesTest::shown)
                .containsExactly(seen(3, "2026-01-01T00:00:09.001Z"));
    }

    @Test
    void what_could_not_be_written_is_kept_for_the_next_time_and_a_stop_writes_the_rest() {
        var failing = new ArrayDeque<Map<Integer, RefusedBodies.Seen>>();
        var stubborn = new RefusedBodies(
                seen -> {
                    failing.add(seen);
                    return failing.size() == 1
                            ? Future.failedFuture(new IllegalStateException("away"))
                            : Future.succeededFuture();
                },
                api.time());

        stubborn.tooLarge(7);
        Await.of(stubborn.flush());
        stubborn.tooLarge(7);
        Await.of(stubborn.flush());
        Await.of(stubborn.flush());

        assertThat(failing).hasSize(2);
        assertThat(failing.getLast().get(7))
                .extracting(RefusedBodies.Seen::bodies)
                .isEqualTo(2L);
    }

    private Future<Void> kept(Future<Void> write) {
        writes.add(write);
        return write;
    }

    private static JsonObject shown(JsonObject connection) {
        return connection.getJsonObject("refused");
    }

    private static JsonObject seen(int bodies, @Nullable String lastAt) {
        return new JsonObject().put("tooLarge", bodies).put("lastAt", lastAt);
    }

    private static JsonObject draft() {
        return new JsonObject()
                .put("provider", "generic")
                .put("name", "Shop")
                .put("auth", new JsonObject().put("scheme", "url"));
    }
}
