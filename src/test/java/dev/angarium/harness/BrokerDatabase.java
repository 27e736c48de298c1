package dev.angarium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The embedded PostgreSQL of a broker, as its superuser sees it. */
public final class BrokerDatabase {
    private static final int PORT_LINE = 3;

    private final Path dataDir;

    public BrokerDatabase(Path dataDir) {
        this.dataDir = dataDir;
    }

    /** Runs one statement, or several in one transaction. */
    public void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The first column of the first row. */
    public long number(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** All rows, each column as text. */
    public List<List<String>> rows(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<List<String>>();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (var at = 1; at <= result.getMetaData().getColumnCount(); at++) {
                    row.add(String.valueOf(result.getString(at)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** In a transaction that has read something and stays open: what it may still see, nobody can clean up. */
    public void whileReading(Runnable work) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("select count(*) from event_log");
            work.run();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** SIGKILL to every process of the server at once. */
    public void kill() {
        kill(server());
    }

    /** The same to each server that somebody starts in that time. */
    public void keepDown(Duration span) {
        var end = System.nanoTime() + span.toNanos();
        while (System.nanoTime() < end) {
            ProcessHandle.of(ProcessTimes.postmaster(dataDir))
                    .filter(this::isServer)
                    .ifPresent(BrokerDatabase::kill);
            BrokerProcess.pause(Duration.ofMillis(20));
        }
    }

    private static void kill(ProcessHandle postmaster) {
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(BrokerDatabase::awaitEnd);
    }

    /** Its parent may be gone with it, and whoever inherits it may be slow to bury it: for the JDK it lives until then. */
    private static void awaitEnd(ProcessHandle process) {
        BrokerProcess.until(Duration.ofSeconds(30), () -> ProcessTimes.ended(process.pid()), "ended");
    }

    /** The file with its number outlives a server, and the number may be another's by then. */
    private boolean isServer(ProcessHandle process) {
        try {
            var words = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return List.of(words.split("\0"))
                    .contains(dataDir.resolve("postgres").toString());
        } catch (IOException gone) {
            return false;
        }
    }

    /** A fast shutdown: sessions are cut, what is committed is flushed. */
    public void shutDown() {
        var postmaster = server();
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        awaitEnd(postmaster);
    }

    /** Whether it lets somebody in. */
    public boolean accepts() {
        try (var connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException | UncheckedIOException notYet) {
            return false;
        }
    }

    private ProcessHandle server() {
        return ProcessHandle.of(ProcessTimes.postmaster(dataDir)).orElseThrow();
    }

    private Connection connect() throws SQLException {
        try {
            var port = Files.readAllLines(dataDir.resolve("postgres").resolve("postmaster.pid"))
                    .get(PORT_LINE)
                    .trim();
            var password = Files.readString(dataDir.resolve("postgres.secret")).trim();
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/angarium", "angarium", password);
        } catch (IOException notRunning) {
            throw new UncheckedIOException(notRunning);
        }
    }
}
