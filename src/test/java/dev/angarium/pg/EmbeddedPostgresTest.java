package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {
    private static final EmbeddedPostgres.State READY = EmbeddedPostgres.State.READY;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static Path dir;

    private final List<EmbeddedPostgres.State> states = new CopyOnWriteArrayList<>();
    private EmbeddedPostgres postgres;

    /** One directory serves all tests: to make one costs seconds where the disk is slow. */
    @BeforeAll
    static void prepare(@TempDir Path fresh) throws IOException {
        dir = TestDatabase.dataDirWithPrograms(fresh);
    }

    @BeforeEach
    void start() throws SQLException {
        postgres = EmbeddedPostgres.start(dir, states::add);
        run("drop table if exists kept");
    }

    @AfterEach
    void stop() {
        postgres.stop();
    }

    @AfterAll
    static void removeLink() throws IOException {
        Files.delete(dir.resolve("postgres-bin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void what_keeps_a_commit_is_on(String setting) throws SQLException {
        assertThat(text("select current_setting('" + setting + "')")).isEqualTo("on");
    }

    @Test
    void it_listens_on_loopback_alone_and_wants_a_scram_password() throws SQLException {
        assertThat(text("select current_setting('listen_addresses')")).isEqualTo("127.0.0.1");
        assertThat(text("select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                .isEqualTo("scram-sha-256");
        assertThatThrownBy(() -> Migrations.connect(postgres.url().as("angarium", "wrong")))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void its_password_is_readable_by_the_owner_alone() throws IOException {
        var permissions = Files.getPosixFilePermissions(dir.resolve("postgres.secret"));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    @Test
    void data_and_password_are_kept_over_a_restart() throws SQLException {
        run("create table kept as select 42 as answer");
        postgres.stop();

        postgres = EmbeddedPostgres.start(dir, states::add);

        assertThat(text("select answer from kept")).isEqualTo("42");
    }

    @Test
    void a_second_process_is_refused_with_one_line() throws IOException {
        var child = PostgresChild.start(dir);

        assertThat(PostgresChild.answer(child))
                .isEqualTo("another process uses the data directory " + dir.toRealPath());
    }

    @Test
    void a_server_that_dies_is_started_again_on_the_same_port() throws Exception {
        run("create table kept as select 42 as answer");
        var port = postgres.port();
        var died = ProcessHandle.of(postgres.pid()).orElseThrow();

        died.destroyForcibly();

        await().atMost(PATIENCE).until(() -> states.contains(EmbeddedPostgres.State.DIED) && lastState() == READY);
        assertThat(postgres.port()).isEqualTo(port);
        assertThat(postgres.pid()).isNotEqualTo(died.pid());
        assertThat(text("select answer from kept")).isEqualTo("42");
    }

    @Test
    void a_stop_is_final_and_tells_so() {
        var pid = postgres.pid();

        postgres.stop();
        postgres.stop();

        assertThat(lives(pid)).isFalse();
        await().atMost(PATIENCE).until(() -> lastState() == EmbeddedPostgres.State.STOPPED);
        assertThat(states).containsExactly(READY, EmbeddedPostgres.State.STOPPED);
    }

    @Test
    void the_server_of_a_killed_process_stops_and_its_data_is_taken_over() throws Exception {
        run("create table kept as select 42 as answer");
        postgres.stop();
        var child = PostgresChild.start(dir);
        var pid = Long.parseLong(PostgresChild.answer(child));

        child.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !child.isAlive());
        postgres = EmbeddedPostgres.start(dir, states::add);

        assertThat(lives(pid)).isFalse();
        assertThat(text("select answer from kept")).isEqualTo("42");
    }

    @Test
    void an_orphan_that_nothing_stopped_is_stopped_first() throws Exception {
        postgres.stop();
        var user = PostgresUser.choose(dir.resolve("postgres"));
        var loose = new PostgresUser(user.identity(), List.of(), user.owner());
        var root = dir.toRealPath();
        var orphan = PostgresProcess.start(PostgresBinaries.under(root), loose, root.resolve("postgres"), freePort());
        await().atMost(PATIENCE).until(() -> Files.exists(dir.resolve("postgres/postmaster.pid")) || !orphan.isAlive());
        assertThat(orphan.isAlive()).isTrue();

        postgres = EmbeddedPostgres.start(dir, states::add);

        assertThat(orphan.endsWithin(1_000)).isTrue();
        assertThat(text("select 1")).isEqualTo("1");
    }

    @Test
    void a_pid_file_that_names_a_stranger_does_not_stand_in_the_way() throws Exception {
        postgres.stop();
        var stranger = ProcessHandle.current().pid();
        Files.writeString(dir.resolve("postgres/postmaster.pid"), stranger + "\n" + dir + "/postgres\n0\n5432\n\n\n");

        postgres = EmbeddedPostgres.start(dir, states::add);

        assertThat(text("select 1")).isEqualTo("1");
    }

    @Test
    void a_directory_that_belongs_to_nobody_is_served_as_nobody() throws Exception {
        assumeTrue(ProcessHandle.current().info().user().filter("root"::equals).isPresent());
        postgres.stop();
        openToAll(dir);
        give(65_534);

        postgres = EmbeddedPostgres.start(dir, states::add);

        assertThat(Files.getAttribute(
                        Path.of("/proc", Long.toString(postgres.pid())), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(65_534);
        postgres.stop();
        give(0);
    }

    @Test
    void a_database_of_another_major_version_is_refused_with_one_line() throws IOException {
        postgres.stop();
        Files.writeString(dir.resolve("postgres/PG_VERSION"), "17\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(dir, states::add))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("belongs to PostgreSQL 17, this release carries 18");
        Files.writeString(dir.resolve("postgres/PG_VERSION"), PostgresBinaries.MAJOR + "\n");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private EmbeddedPostgres.State lastState() {
        return states.get(states.size() - 1);
    }

    private void run(String sql) throws SQLException {
        try (var connection = Migrations.connect(postgres.url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (var connection = Migrations.connect(postgres.url());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A zombie nobody reaps has no command line. */
    private static boolean lives(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8)
                    .isEmpty();
        } catch (IOException gone) {
            return false;
        }
    }

    private static void give(int owner) throws IOException {
        new PostgresUser(List.of(), List.of(), owner).own(dir.resolve("postgres"));
    }

    /** A temporary directory is closed to others; nobody has to get through. */
    private static void openToAll(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
