package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.EndedStart;
import dev.angarium.harness.OldPostgres;
import dev.angarium.pg.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How a start ends that cannot succeed: one clear line, an exit code other than 0, and nothing left behind. */
class StartIT {
    /** The goal is 3 s on two idle cores; other tests run beside this one. */
    private static final Duration WARM_WITHIN = Duration.ofSeconds(30);

    private static final String NEWER =
            """
            insert into flyway_schema_history
                (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            values (9999, '9999', 'from the future', 'SQL', 'V9999__from_the_future.sql', 1, 'somebody', 1, true)
            """;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @TempDir
    static Path shared;

    @TempDir
    Path elsewhere;

    /** A data directory as an earlier life leaves it. */
    @BeforeAll
    static void live_once() {
        try (var broker = BrokerProcess.start(data(), List.of(), Map.of())) {
            assertThat(broker.stop()).isIn(0, 143);
        }
    }

    @Test
    void a_warm_start_is_quick() {
        var from = System.nanoTime();
        try (var broker = BrokerProcess.start(data(), List.of(), Map.of())) {
            var took = Duration.ofNanos(System.nanoTime() - from);
            System.out.println("a warm start until ready: " + took.toMillis() + " ms");
            assertThat(took).isLessThan(WARM_WITHIN);
            assertThat(broker.isReady()).isTrue();
        }
    }

    @Test
    void a_node_writes_under_its_data_directory_alone() throws IOException {
        var temporary = Files.createDirectory(elsewhere.resolve("tmp"));
        try (var broker = BrokerProcess.start(data(), List.of("-Djava.io.tmpdir=" + temporary), Map.of())) {
            assertThat(broker.isReady()).isTrue();
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void a_data_directory_has_one_process_at_a_time() {
        try (var broker = BrokerProcess.start(data(), List.of(), Map.of())) {
            refused(Map.of("DATA_DIR", data().toString()), "another process uses the data directory " + data());
            assertThat(broker.isReady()).isTrue();
        }
    }

    @Test
    void a_port_in_use_is_told_and_the_database_is_stopped() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var port = taken.getLocalPort();
            refused(
                    Map.of("DATA_DIR", data().toString(), "PORT", Integer.toString(port)),
                    "cannot listen on 127.0.0.1 port " + port + ": the port is in use");
        }
        assertThat(data().resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void a_key_that_the_database_was_not_sealed_with_is_refused() {
        refused(
                Map.of("DATA_DIR", data().toString(), "MASTER_KEY", "ab".repeat(32)),
                "MASTER_KEY is not the one this database was sealed with, nor is MASTER_KEY_PREVIOUS");
    }

    @Test
    void a_database_that_does_not_answer_is_told_without_its_password() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        refused(
                Map.of("DATABASE_URL", "postgresql://user:secret@127.0.0.1:" + port + "/events"),
                "the database postgres://user@127.0.0.1:" + port + "/events does not answer");
    }

    @Test
    void a_database_that_is_too_old_is_refused() {
        try (var old = new OldPostgres("13.14")) {
            refused(Map.of("DATABASE_URL", old.url()), "the database is PostgreSQL 13, Angarium needs 14 or newer");
        }
    }

    @Test
    void a_schema_of_a_newer_release_is_refused() {
        database.execute(NEWER);
        var owner = database.ownerUrl();
        var url = "postgresql://" + owner.user() + ":" + owner.password() + "@127.0.0.1:" + owner.port() + "/"
                + owner.database();
        refused(Map.of("DATABASE_URL", url), "is at version 9999, newer than this release knows");
    }

    @Test
    void a_start_check_starts_and_stops() {
        var ended = EndedStart.of(
                elsewhere.resolve("work"),
                Map.of("PORT", "0", "HOST", "127.0.0.1", "DATA_DIR", data().toString()),
                "--start-check");

        assertThat(ended.errors()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(data().resolve("postgres").resolve("postmaster.pid")).doesNotExist();
        assertThat(elsewhere.resolve("work")).isEmptyDirectory();
    }

    @Test
    void wrong_settings_are_all_told_at_once() {
        var ended = EndedStart.of(
                elsewhere, Map.of("PORT", "x", "EVENT_BUFFER_SIZE", "0", "EVENT_FOO", "1", "MASTER_KEY", "zz"));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors()).hasSize(5);
        assertThat(String.join("\n", ended.errors()))
                .contains("PORT must", "EVENT_BUFFER_SIZE must", "EVENT_FOO is not a known setting", "MASTER_KEY must")
                .doesNotContain("zz");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private void refused(Map<String, String> environment, String line) {
        var all = new HashMap<>(Map.of("PORT", "0", "HOST", "127.0.0.1", "LOG_LEVEL", "ERROR"));
        all.putAll(Map.of("DATA_DIR", elsewhere.resolve("data").toString()));
        all.putAll(environment);

        var ended = EndedStart.of(elsewhere.resolve("work"), all);

        assertThat(ended.errors())
                .singleElement()
                .asString()
                .startsWith("Angarium cannot start: ")
                .contains(line)
                .doesNotContain("secret");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(elsewhere.resolve("work")).isEmptyDirectory();
    }

    private static Path data() {
        return shared.resolve("data");
    }
}
