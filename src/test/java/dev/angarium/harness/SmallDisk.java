package dev.angarium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of a few megabytes in memory. Mounting one takes root. */
public final class SmallDisk implements AutoCloseable {
    private static final int MIB = 1024 * 1024;

    private final Path directory;

    /** @param directory where it is mounted; made if it is not there */
    public SmallDisk(Path directory, int sizeMiB) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        run("mount", "-t", "tmpfs", "-o", "size=" + sizeMiB + "m", "tmpfs", directory.toString());
    }

    public static boolean allowed() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Leaves that many megabytes free; what others free meanwhile is theirs to fill again. */
    public void fill(int freeMiB) {
        try {
            var left = Files.getFileStore(directory).getUsableSpace() / MIB - freeMiB;
            run("fallocate", "-l", left + "M", directory.resolve("filler").toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public void resize(int sizeMiB) {
        run("mount", "-o", "remount,size=" + sizeMiB + "m", directory.toString());
    }

    @Override
    public void close() {
        run("umount", "--lazy", directory.toString());
    }

    private static void run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
