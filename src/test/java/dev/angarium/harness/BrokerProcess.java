package dev.angarium.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One node, started as an operator starts it: {@code java @conf/jvm.options -jar target/angarium.jar}. */
public final class BrokerProcess implements AutoCloseable {
    public static final String ADMIN_KEY = "adm_test_0123456789abcdef0123456789abcdef";
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Path JAR = Path.of("target", "angarium.jar").toAbsolutePath();
    private static final Path OPTIONS = Path.of("conf", "jvm.options").toAbsolutePath();
    private static final Path ARCHIVE = Path.of("target", "angarium.jsa").toAbsolutePath();
    private final Path dataDir;
    private final int port;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private Process process;

    private BrokerProcess(Path dataDir, List<String> arguments, Map<String, String> environment) {
        this.dataDir = dataDir;
        this.port = freePort();
        this.arguments = arguments;
        this.environment = environment;
        this.process = launch();
    }

    /** Starts a node on a free port and waits until it is ready. */
    public static BrokerProcess start(Path dataDir, List<String> jvmOptions, Map<String, String> environment) {
        return ready(new BrokerProcess(dataDir, with(jvmOptions, "-jar", JAR.toString()), environment));
    }

    /** The same with classes that stand before those of the jar. */
    public static BrokerProcess start(
            Path dataDir, Path classes, List<String> jvmOptions, Map<String, String> environment) {
        var path = classes + File.pathSeparator + JAR;
        return ready(new BrokerProcess(dataDir, with(jvmOptions, "-cp", path, "dev.angarium.Main"), environment));
    }

    private static BrokerProcess ready(BrokerProcess broker) {
        broker.awaitReady();
        return broker;
    }

    private static List<String> with(List<String> options, String... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public Path dataDir() {
        return dataDir;
    }

    public Path log() {
        return dataDir.resolveSibling(dataDir.getFileName() + ".log");
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** SIGKILL, as the kernel would; returns once the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits until it has ended by itself; the exit code. */
    public int ended() {
        awaitExit();
        return process.exitValue();
    }

    /** Starts again on the same port and data, and waits until it is ready. */
    public void restart() {
        process = launch();
        awaitReady();
    }

    /** SIGTERM; returns the exit code. */
    public int stop() {
        process.destroy();
        awaitExit();
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    public void awaitReady() {
        until(READY_WITHIN, this::isReady, "ready");
    }

    public boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the broker ended with " + process.exitValue() + "; see " + log());
        }
        try {
            var request = HttpRequest.newBuilder(uri("/health/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Looks every 20 ms until the condition holds. */
    public static void until(Duration bound, BooleanSupplier condition, String what) {
        var end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not " + what + " within " + bound);
            }
            pause(Duration.ofMillis(20));
        }
    }

    public static void pause(Duration span) {
        try {
            TimeUnit.NANOSECONDS.sleep(span.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Process launch() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + OPTIONS);
        command.add("-XX:SharedArchiveFile=" + ARCHIVE);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(defaults());
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        try {
            Files.createDirectories(dataDir);
            return builder.directory(dataDir.toFile()).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, String> defaults() {
        return Map.of(
                "HOST",
                "127.0.0.1",
                "PORT",
                Integer.toString(port),
                "DATA_DIR",
                dataDir.toString(),
                "ADMIN_API_KEY",
                ADMIN_KEY,
                "LOG_LEVEL",
                "WARNING",
                "RATE_LIMIT_MAX",
                "100000");
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the broker does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
