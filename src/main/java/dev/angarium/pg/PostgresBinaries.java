package dev.angarium.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of this platform, unpacked once per build of them from the class path. */
final class PostgresBinaries {
    /** The major version the class path carries; a data directory belongs to one major version. */
    static final String MAJOR = "18";

    private static final String UNPACKING = ".unpacking";

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** Unpacks where needed. The caller holds the lock of the data directory. */
    static PostgresBinaries under(Path dataDir) {
        var archive = archive();
        try {
            var parent = dataDir.resolve("postgres-bin");
            var home = parent.resolve(fingerprint(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, parent.resolve(UNPACKING), home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new StartRefused("cannot unpack PostgreSQL under " + dataDir + ": " + e.getMessage(), e);
        }
    }

    Path home() {
        return home;
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static URL archive() {
        var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        var name =
                switch (machine) {
                    case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
                    case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
                    default -> "";
                };
        var archive = name.isEmpty() || !os.contains("linux") ? null : PostgresBinaries.class.getResource(name);
        if (archive == null) {
            throw new StartRefused("no embedded PostgreSQL for " + os + " " + machine
                    + ": set DATABASE_URL to a PostgreSQL 14 or newer");
        }
        return archive;
    }

    /** The checksum that the jar's directory already holds: reading it costs nothing, hashing 15 MB would. */
    private static String fingerprint(URL archive) throws IOException {
        if (archive.openConnection() instanceof JarURLConnection jar) {
            var entry = jar.getJarEntry();
            return MAJOR + "-" + Long.toHexString(entry.getCrc()) + "-" + Long.toHexString(entry.getSize());
        }
        return MAJOR + "-" + archive.openConnection().getContentLengthLong();
    }

    private static void unpack(URL archive, Path unpacking, Path home) throws IOException {
        delete(unpacking);
        Files.createDirectories(unpacking);
        try (var in = new XZInputStream(archive.openStream())) {
            new TarArchive(in, unpacking).unpack();
        }
        move(unpacking, home);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }

    /** Deletes a directory with all that is in it; nothing happens where there is none. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(PostgresBinaries::deleteOne);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
