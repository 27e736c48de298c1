package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.ingress.IngressWorld.Connection;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IngressDatabaseLossTest {
    /** A second by contract, and another for a machine that is busy with other tests. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void a_lost_database_is_told_within_a_second_and_a_resend_is_taken() {
        try (var world = new IngressWorld(database, Rules.usual().patience(IngressRoutes.Limits.PATIENCE))) {
            var known = world.connect("generic", "url", "");
            var unknown = world.connect("generic", "url", "");
            taken(world, known, Bodies.generic("i", "0"));
            database.allowPipeline(false);
            try {
                refused(world, known, Bodies.generic("i", "1"));
                refused(world, known, Bodies.generic("new account", "1"));
                refused(world, unknown, Bodies.generic("i", "1"));
                assertThat(world.sender.get("/in/" + "A".repeat(43)).status()).isEqualTo(503);
            } finally {
                database.allowPipeline(true);
            }
            taken(world, known, Bodies.generic("i", "1"));
            taken(world, unknown, Bodies.generic("i", "1"));
            assertThat(world.logged(known)).hasSize(2);
        }
    }

    private static void taken(IngressWorld world, Connection connection, String body) {
        Await.of(world.until(() -> world.sender
                .begin(connection.path(), body.getBytes(UTF_8), Map.of())
                .map(answer -> answer.status() == 200)));
    }

    private static void refused(IngressWorld world, Connection connection, String body) {
        var start = world.time.nanos();
        var answer = world.sender.post(connection.path(), body);
        assertThat(answer.status()).isIn(503, 504);
        assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
        assertThat(world.time.nanos() - start).isLessThan(PATIENCE.toNanos());
    }
}
