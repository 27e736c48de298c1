package dev.angarium.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The files of the embedded PostgreSQL below the data directory: {@code postgres} (the database), {@code
 * postgres.secret} (the superuser's password, 0600) and {@code postgres.lock}, which one process at a time holds.
 */
final class PostgresCluster implements AutoCloseable {
    static final String SUPERUSER = "angarium";

    private static final int PASSWORD_BYTES = 32;
    private static final int INITDB_SECONDS = 120;

    private final Path dataDir;
    private final FileChannel lockFile;
    private final SecureRandom random = new SecureRandom();

    private PostgresCluster(Path dataDir, FileChannel lockFile) {
        this.dataDir = dataDir;
        this.lockFile = lockFile;
    }

    /** Takes the data directory for this process. */
    static PostgresCluster lock(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
            var root = dataDir.toRealPath();
            var file = FileChannel.open(
                    root.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new StartRefused("another process uses the data directory " + root);
            }
            return new PostgresCluster(root, file);
        } catch (IOException e) {
            throw new StartRefused("cannot use the data directory " + dataDir + ": " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    /** Lets the next process in. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path dataDir() {
        return dataDir;
    }

    Path directory() {
        return dataDir.resolve("postgres");
    }

    /** Makes the database where there is none, once and whole: it appears under its name when it is finished. */
    void prepare(PostgresBinaries binaries, PostgresUser user) throws IOException, InterruptedException {
        if (!Files.exists(directory())) {
            initialise(binaries, user);
            return;
        }
        refuseOtherMajor();
        if (user.mustOwn(directory())) {
            user.own(directory());
        }
    }

    /** The superuser's password. */
    String password() throws IOException {
        var secret = secretFile();
        if (!Files.exists(secret)) {
            throw new StartRefused(secret + " is missing: it holds the password of the database beside it");
        }
        return Files.readString(secret).strip();
    }

    private void refuseOtherMajor() throws IOException {
        var version = directory().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new StartRefused(directory() + " is not a PostgreSQL data directory: move it away");
        }
        var major = Files.readString(version).strip();
        if (!major.equals(PostgresBinaries.MAJOR)) {
            throw new StartRefused(directory() + " belongs to PostgreSQL " + major + ", this release carries "
                    + PostgresBinaries.MAJOR + ": dump and restore it");
        }
    }

    private void initialise(PostgresBinaries binaries, PostgresUser user) throws IOException, InterruptedException {
        var unfinished = dataDir.resolve("postgres.unfinished");
        var passwordFile = dataDir.resolve("postgres.password");
        PostgresBinaries.delete(unfinished);
        writeSecret(secretFile(), Files.exists(secretFile()) ? password() : newPassword());
        writeSecret(passwordFile, password());
        try {
            Files.createDirectory(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            user.own(unfinished);
            user.own(passwordFile);
            initdb(user.command(initdbCommand(binaries, unfinished, passwordFile)));
            Files.move(unfinished, directory(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private static List<String> initdbCommand(PostgresBinaries binaries, Path directory, Path passwordFile) {
        return List.of(
                binaries.program("initdb"),
                "--pgdata=" + directory,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions");
    }

    private void initdb(List<String> command) throws IOException, InterruptedException {
        var output = dataDir.resolve("postgres.initdb.log");
        var process = PostgresUser.quiet(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        var ended = process.waitFor(INITDB_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        if (!ended || process.exitValue() != 0) {
            throw new StartRefused("PostgreSQL cannot make its data directory, " + output + " says why");
        }
        Files.delete(output);
    }

    private Path secretFile() {
        return dataDir.resolve("postgres.secret");
    }

    private String newPassword() {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Never readable by others, not even while it is written; on the disk before it is relied on. */
    private static void writeSecret(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = StandardCharsets.UTF_8.encode(secret + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
