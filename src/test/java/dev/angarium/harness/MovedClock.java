package dev.angarium.harness;

import dev.angarium.harness.Patch.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The wall clock of a broker and of its PostgreSQL, which a test moves while they run: as when a machine's clock is set.
 * Debian's libfaketime stands between PostgreSQL and the system.
 */
public final class MovedClock {
    /** PostgreSQL looks into the file so often. */
    public static final Duration READ_EVERY = Duration.ofSeconds(1);

    private static final String LIBRARY = "faketime/libfaketime.so.1";
    private static final DateTimeFormatter ABSOLUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String MOVED =
            """
                private static long moved() {
                    try {
                        var told = java.nio.file.Files.readString(java.nio.file.Path.of("%s")).strip();
                        return "+-".indexOf(told.charAt(0)) < 0
                                ? java.time.Instant.parse(told.replace(' ', 'T') + "Z").toEpochMilli()
                                : System.currentTimeMillis() + 1000 * Long.parseLong(told);
                    } catch (java.io.IOException gone) {
                        throw new java.io.UncheckedIOException(gone);
                    }
                }

                /** Vert.x refuses a delay of zero""";

    private static final String FAKED =
            """
                    var builder = PostgresUser.quiet(user.child(program));
                    builder.environment().putAll(java.util.Map.of(
                            "LD_PRELOAD", "%s",
                            "FAKETIME_TIMESTAMP_FILE", "%s",
                            "FAKETIME_CACHE_DURATION", "%d",
                            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                            "TZ", "UTC"));
            """;

    private final Path file;
    private final Path library;

    /** @param file tells the processes their time */
    public MovedClock(Path file) {
        this.file = file.toAbsolutePath();
        this.library = library().orElseThrow(() -> new IllegalStateException("libfaketime is not installed"));
        move(Duration.ZERO);
    }

    /** Where it is installed, if it is. */
    public static Optional<Path> library() {
        try (var architectures = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu")) {
            for (var directory : architectures) {
                if (Files.exists(directory.resolve(LIBRARY))) {
                    return Optional.of(directory.resolve(LIBRARY));
                }
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * A broker that reads the file itself, for libfaketime leaves the timed waits of a JVM without their time; and that
     * puts the library before its PostgreSQL.
     */
    public Patch patch() {
        return Patch.of(
                "moved-clock",
                new Edit("time/VertxTime.java", "return System.currentTimeMillis();", "return moved();"),
                new Edit("time/VertxTime.java", "    /** Vert.x refuses a delay of zero", MOVED.formatted(file)),
                new Edit(
                        "pg/PostgresProcess.java",
                        "        var process = PostgresUser.quiet(user.child(program))",
                        FAKED.formatted(library, file, READ_EVERY.toSeconds())),
                new Edit(
                        "pg/PostgresProcess.java",
                        "                .redirectError(ProcessBuilder.Redirect.PIPE)",
                        "        var process = builder.redirectError(ProcessBuilder.Redirect.PIPE)"));
    }

    /** Within {@link #READ_EVERY} it is that far ahead of the true time, or behind it. */
    public void move(Duration ahead) {
        write("%+d".formatted(ahead.toSeconds()));
    }

    /** Within {@link #READ_EVERY} it says the same time over and over. */
    public void stop() {
        write(ABSOLUTE.format(Instant.now()));
    }

    private void write(String state) {
        try {
            Files.createDirectories(file.getParent());
            var next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), state + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
