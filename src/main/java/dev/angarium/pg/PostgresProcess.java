package dev.angarium.pg;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of the server. The kernel signals it when the thread that started it ends, so that thread has to live as long
 * as the JVM.
 *
 * <p>What could hold a subscriber's data is kept out of PostgreSQL's log by its own settings: no statement, no detail,
 * no error of a statement.
 */
final class PostgresProcess {
    private static final Log LOG = Log.of(PostgresProcess.class);
    private static final int FAST_STOP_SECONDS = 20;
    private static final int IMMEDIATE_STOP_SECONDS = 5;
    private static final int SIGNAL_SECONDS = 5;
    private static final int ORPHAN_POLL_MILLIS = 50;

    /** Larger than any pid: PostgreSQL takes it for a process that is gone. */
    private static final String NO_PID = "4194304";

    /** Given on the command line, where postgresql.conf can not weaken them. */
    private static final List<String> OPTIONS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            "logging_collector=off",
            "log_destination=stderr",
            "log_line_prefix=",
            "log_statement=none",
            "log_min_messages=log",
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "log_checkpoints=off",
            // what costs CPU for each statement and gives nobody anything here
            "update_process_title=off",
            "jit=off",
            // room for the pages that a busy minute touches, so that writers do not write out others' pages
            "shared_buffers=256MB",
            "wal_buffers=16MB",
            "max_wal_size=2GB");

    private final PostgresBinaries binaries;
    private final PostgresUser user;
    private final Process process;
    private volatile String reason = "it said nothing";

    private PostgresProcess(PostgresBinaries binaries, PostgresUser user, Process process) {
        this.binaries = binaries;
        this.user = user;
        this.process = process;
    }

    /** Starts the server in the foreground of the calling thread's life. */
    static PostgresProcess start(PostgresBinaries binaries, PostgresUser user, Path directory, int port)
            throws IOException {
        var program = new ArrayList<>(List.of(binaries.program("postgres"), "-D", directory.toString()));
        program.addAll(List.of("-p", Integer.toString(port)));
        OPTIONS.forEach(option -> program.addAll(List.of("-c", option)));
        var process = PostgresUser.quiet(user.child(program))
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
        var postgres = new PostgresProcess(binaries, user, process);
        postgres.follow();
        return postgres;
    }

    private void follow() {
        var reader = new Thread(this::readLog, "postgres-log");
        reader.setDaemon(true);
        reader.start();
    }

    private void readLog() {
        try (var lines = new BufferedReader(process.errorReader(StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                reason = isGrave(line) || !isGrave(reason) ? line : reason;
                LOG.debug("PostgreSQL says", Fields.of().said(line));
            }
        } catch (IOException closed) {
            LOG.debug("the log of PostgreSQL ended", Fields.of());
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Not what it tells whoever asks whether it is there yet. */
    private static boolean isGrave(String line) {
        var fatal = line.startsWith("FATAL:") && !line.startsWith("FATAL:  the database system is");
        return fatal || line.startsWith("PANIC:");
    }

    /** Why it ended, as it said: the last grave line, or the last of all. */
    String reason() {
        return reason;
    }

    /** Waits for the end of the server, without bound: this is what its thread does all day. */
    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Waits a little; true once the server has ended. */
    boolean endsWithin(int millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** A fast shutdown; where that takes too long an immediate one, which the next start recovers from. */
    void stop() throws IOException, InterruptedException {
        signal(binaries, user, "INT", pid());
        if (!process.waitFor(FAST_STOP_SECONDS, TimeUnit.SECONDS)) {
            signal(binaries, user, "QUIT", pid());
            if (!process.waitFor(IMMEDIATE_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /**
     * Ends the server that a killed JVM may have left behind. The caller holds the lock of the data directory, so
     * whoever the pid file names is an orphan, or a stranger that was given the same number. The file itself stays: it
     * also names the shared memory by which PostgreSQL notices sessions that outlived their server.
     */
    static void stopOrphan(PostgresBinaries binaries, PostgresUser user, Path directory)
            throws IOException, InterruptedException {
        var pidFile = directory.resolve("postmaster.pid");
        var pid = readPid(pidFile);
        if (pid == 0) {
            return;
        }
        if (!isServerOf(pid, directory)) {
            forgetStranger(pidFile, pid);
            return;
        }
        LOG.warn(
                "stopping the PostgreSQL that an earlier process left behind",
                Fields.of().pid(pid));
        signal(binaries, user, "INT", pid);
        if (!orphanEnds(pid, directory, FAST_STOP_SECONDS)) {
            signal(binaries, user, "QUIT", pid);
            if (!orphanEnds(pid, directory, IMMEDIATE_STOP_SECONDS)) {
                throw new StartRefused("an earlier PostgreSQL, pid " + pid + ", does not stop");
            }
        }
    }

    /** PostgreSQL would refuse to start beside any living process of that number. */
    private static void forgetStranger(Path pidFile, long pid) throws IOException {
        if (ProcessHandle.of(pid).isPresent()) {
            var lines = new ArrayList<>(Files.readAllLines(pidFile));
            lines.set(0, NO_PID);
            Files.write(pidFile, lines);
        }
    }

    private static boolean orphanEnds(long pid, Path directory, int seconds) throws InterruptedException {
        var pause = new CountDownLatch(1);
        for (var waited = 0; waited < seconds * 1000; waited += ORPHAN_POLL_MILLIS) {
            if (!isServerOf(pid, directory)) {
                return true;
            }
            pause.await(ORPHAN_POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        return !isServerOf(pid, directory);
    }

    private static long readPid(Path pidFile) throws IOException {
        try {
            var lines = Files.readAllLines(pidFile);
            return lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
        } catch (NoSuchFileException | NumberFormatException none) {
            return 0;
        }
    }

    /** A zombie has no command line, so it counts as gone even where nobody reaps it. */
    private static boolean isServerOf(long pid, Path directory) {
        try {
            var words = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8);
            return List.of(words.split("\0")).containsAll(List.of("-D", directory.toString()));
        } catch (IOException gone) {
            return false;
        }
    }

    /** PostgreSQL's own tool: Java can send nothing but TERM and KILL. */
    private static void signal(PostgresBinaries binaries, PostgresUser user, String name, long pid)
            throws IOException, InterruptedException {
        var kill = user.command(List.of(binaries.program("pg_ctl"), "kill", name, Long.toString(pid)));
        PostgresUser.quiet(kill).start().waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS);
    }
}
