package dev.angarium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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

    /** SIGKILL to every process of the server at once. */
    public void kill() {
        var postmaster = server();
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(gone -> gone.onExit().join());
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
        postmaster.onExit().join();
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
