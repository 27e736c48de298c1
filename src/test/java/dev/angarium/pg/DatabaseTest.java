package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.settings.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class DatabaseTest {
    private static final int PATIENCE_SECONDS = 15;

    private static Path dir;

    private final BlockingQueue<EmbeddedPostgres.State> states = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private DatabaseSettings settings;
    private Database database;

    @BeforeAll
    static void prepare(@TempDir Path fresh) throws IOException {
        dir = TestDatabase.dataDirWithPrograms(fresh);
    }

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        settings = new DatabaseSettings(Optional.empty(), dir, 4, 4, 100, Duration.ofSeconds(10));
        database = reopen();
    }

    @AfterEach
    void close() {
        Await.of(database.close());
    }

    @AfterAll
    static void removeLink() throws IOException {
        Files.delete(dir.resolve("postgres-bin"));
    }

    @Test
    void it_opens_with_schema_and_pools_and_nothing_to_warn_of() {
        assertThat(database.warnings()).isEmpty();
        Await.of(database.reachable());
        assertThat(Await.of(number(database.pipeline()))).isEqualTo(1);
        var tenant = Await.of(database.tenants().as(1, connection -> connection
                .query("select angarium_tenant()")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0))));
        assertThat(tenant).isEqualTo(1);
    }

    @Test
    void it_opens_again_with_the_same_logins() {
        var user = Await.of(user(database.api()));
        Await.of(database.close());

        database = reopen();

        assertThat(Await.of(user(database.api()))).isEqualTo(user);
    }

    @Test
    void pools_recover_when_postgresql_was_killed() throws Exception {
        Await.of(number(database.pipeline()));
        assertThat(nextState()).isEqualTo(EmbeddedPostgres.State.READY);

        server().destroyForcibly();

        assertThat(nextState()).isEqualTo(EmbeddedPostgres.State.DIED);
        assertThat(nextState()).isEqualTo(EmbeddedPostgres.State.READY);
        for (var i = 0; i < 10; i++) {
            assertThat(Await.of(number(database.pipeline()))).isEqualTo(1);
            assertThat(Await.of(number(database.api()))).isEqualTo(1);
        }
        Await.of(database.reachable());
    }

    @Test
    void a_bad_url_fails_with_its_line() {
        var bad = new DatabaseSettings(Optional.of("nonsense"), dir, 4, 4, 100, Duration.ofSeconds(1));

        assertThat(Await.failureOf(Database.open(vertx, bad, surroundings()))).isInstanceOf(StartRefused.class);
    }

    private Database reopen() {
        return Await.of(Database.open(vertx, settings, surroundings()));
    }

    private Database.Surroundings surroundings() {
        return new Database.Surroundings(UnaryOperator.identity(), UnaryOperator.identity(), states::add);
    }

    private EmbeddedPostgres.State nextState() throws InterruptedException {
        var state = states.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(state).isNotNull();
        return Objects.requireNonNull(state);
    }

    private ProcessHandle server() throws IOException {
        var pid = Files.readAllLines(dir.resolve("postgres/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static Future<Integer> number(Pool pool) {
        return pool.query("select 1")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static Future<String> user(Pool pool) {
        return pool.query("select current_user")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }
}
