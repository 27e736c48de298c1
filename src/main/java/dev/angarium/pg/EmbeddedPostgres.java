package dev.angarium.pg;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that belongs to this JVM: durable, on a free port of the loopback address, restarted on the same port
 * when it dies by itself, stopped by the kernel when the JVM is killed.
 *
 * <p>One daemon thread starts the server, waits for its end and starts it again. It never ends before the server does,
 * because the kernel takes the end of that thread for the end of the JVM.
 */
public final class EmbeddedPostgres {
    /** What a listener is told, on the server's own thread. */
    public enum State {
        READY,
        DIED,
        STOPPED
    }

    private static final Log LOG = Log.of(EmbeddedPostgres.class);
    private static final int FIRST_STARTS_MAX = 5;
    private static final int BACKOFF_FIRST_MILLIS = 50;
    private static final int BACKOFF_MAX_MILLIS = 2_000;
    private static final int QUICK_POLLS = 250;
    private static final int QUICK_POLL_MILLIS = 20;
    private static final int SLOW_POLL_MILLIS = 250;
    /** With the quick ones 10 minutes in all: a crash recovery may have much to read. */
    private static final int SLOW_POLLS = 2_380;

    private static final int CONNECT_SECONDS = 1;
    private static final int SOCKET_SECONDS = 10;
    private static final int END_SECONDS = 10;
    private static final String DATABASE = "angarium";
    private static final String FIND_DATABASE = "select 1 from pg_database where datname = 'angarium'";
    private static final String CREATE_DATABASE = "create database angarium";

    private final PostgresCluster cluster;
    private final PostgresBinaries binaries;
    private final PostgresUser user;
    private final String password;
    private final Consumer<State> listener;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int port;
    private volatile @Nullable PostgresProcess process;

    private EmbeddedPostgres(
            PostgresCluster cluster, PostgresBinaries binaries, PostgresUser user, Consumer<State> listener)
            throws IOException {
        this.cluster = cluster;
        this.binaries = binaries;
        this.user = user;
        this.password = cluster.password();
        this.listener = listener;
        this.port = freePort();
    }

    /**
     * Starts the server that lives under the data directory and makes it where there is none. Blocks until it answers.
     *
     * @throws StartRefused with the one line to show, where it can not start or another process holds the directory
     */
    public static EmbeddedPostgres start(Path dataDir, Consumer<State> listener) {
        var cluster = PostgresCluster.lock(dataDir);
        try {
            var binaries = PostgresBinaries.under(cluster.dataDir());
            var user = PostgresUser.choose(cluster.directory());
            cluster.prepare(binaries, user);
            PostgresProcess.stopOrphan(binaries, user, cluster.directory());
            var postgres = new EmbeddedPostgres(cluster, binaries, user, listener);
            postgres.begin();
            return postgres;
        } catch (IOException | InterruptedException | SQLException e) {
            cluster.close();
            throw new StartRefused("the embedded PostgreSQL can not start: " + e.getMessage(), e);
        } catch (StartRefused e) {
            cluster.close();
            throw e;
        }
    }

    private void begin() throws InterruptedException, SQLException {
        var supervisor = new Thread(this::supervise, "postgres");
        supervisor.setDaemon(true);
        supervisor.start();
        try {
            firstReady.get();
            createDatabase();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartRefused refused
                    ? refused
                    : new StartRefused("the embedded PostgreSQL can not start: " + e.getCause(), e);
        } catch (SQLException e) {
            stop();
            throw e;
        }
    }

    /** The database, as its owner. */
    public DatabaseUrl url() {
        return DatabaseUrl.local(port, DATABASE, PostgresCluster.SUPERUSER, password);
    }

    /** Stays the same over restarts of the server. */
    public int port() {
        return port;
    }

    /** The server's process, another one after each restart. */
    public long pid() {
        return running().pid();
    }

    /** Fast shutdown. Blocks until the server is gone, 25 seconds at most; calling it again does nothing. */
    public void stop() {
        if (stopping.getCount() == 0) {
            return;
        }
        stopping.countDown();
        try {
            running().stop();
            ended.await(END_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            LOG.error("PostgreSQL can not be told to stop; it stops with this process", Fields.of(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cluster.close();
        }
    }

    private PostgresProcess running() {
        return Objects.requireNonNull(process, "started");
    }

    private void supervise() {
        try {
            startFirst();
            firstReady.complete(null);
            tell(State.READY);
            superviseRunning();
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (!firstReady.completeExceptionally(e)) {
                LOG.error("PostgreSQL is not watched any more", Fields.of(), e);
            }
        } finally {
            ended.countDown();
            tell(State.STOPPED);
        }
    }

    /** A port may be taken by another in the moment it was free, and a killed server's sessions take a while to go. */
    private void startFirst() throws IOException, InterruptedException {
        for (var tries = 1; !startOnce(); tries++) {
            if (tries == FIRST_STARTS_MAX) {
                throw new StartRefused("the embedded PostgreSQL can not start, it says: "
                        + running().reason());
            }
            stopping.await(backoffMillis(tries), TimeUnit.MILLISECONDS);
            port = freePort();
        }
    }

    private void superviseRunning() throws IOException, InterruptedException {
        for (var exit = running().waitFor(); !isStopping(); exit = running().waitFor()) {
            LOG.error(
                    "PostgreSQL ended by itself; starting it again", Fields.of().status(exit));
            tell(State.DIED);
            startAgain();
        }
    }

    private void startAgain() throws IOException, InterruptedException {
        for (var tries = 0; !isStopping(); tries++) {
            if (startOnce()) {
                tell(State.READY);
                return;
            }
            LOG.error("PostgreSQL does not start", Fields.of().said(running().reason()));
            stopping.await(backoffMillis(tries), TimeUnit.MILLISECONDS);
        }
    }

    /** Either this thread sees that a stop was asked for, or the stopping thread sees this process. */
    private boolean startOnce() throws IOException, InterruptedException {
        var started = PostgresProcess.start(binaries, user, cluster.directory(), port);
        process = started;
        if (isStopping()) {
            started.stop();
            return false;
        }
        return answers(started);
    }

    private boolean answers(PostgresProcess started) throws IOException, InterruptedException {
        for (var poll = 0; poll < QUICK_POLLS + SLOW_POLLS; poll++) {
            if (started.endsWithin(poll < QUICK_POLLS ? QUICK_POLL_MILLIS : SLOW_POLL_MILLIS)) {
                return false;
            }
            if (canConnect()) {
                return true;
            }
        }
        started.stop();
        return false;
    }

    private boolean canConnect() {
        try (var connection = connect()) {
            return connection.isValid(CONNECT_SECONDS);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void createDatabase() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery(FIND_DATABASE)) {
            if (!found.next()) {
                statement.execute(CREATE_DATABASE);
            }
        }
    }

    private Connection connect() throws SQLException {
        var maintenance = url().named("postgres");
        var properties = maintenance.jdbcProperties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_SECONDS));
        return DriverManager.getConnection(maintenance.jdbcUrl(), properties);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** A listener that fails must not leave the server unwatched. */
    private void tell(State state) {
        try {
            listener.accept(state);
        } catch (RuntimeException e) {
            LOG.error("a listener of PostgreSQL failed", Fields.of(), e);
        }
    }

    private static long backoffMillis(int tries) {
        return Math.min(BACKOFF_MAX_MILLIS, (long) BACKOFF_FIRST_MILLIS << Math.min(tries, 10));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
