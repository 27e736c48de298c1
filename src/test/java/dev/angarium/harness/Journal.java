package dev.angarium.harness;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lines that are on the disk before what they announce is done, so that a run can be looked into when it is over. The
 * lines that come while a write is under way share the next one and its fsync. Belongs to one event loop.
 */
public final class Journal {
    private final Vertx vertx;
    private final FileChannel file;
    private final StringBuilder lines = new StringBuilder();
    private Promise<Void> onDisk = Promise.promise();
    private boolean writing;
    private boolean broken;

    public Journal(Vertx vertx, Path path) throws IOException {
        this.vertx = vertx;
        Files.createDirectories(path.toAbsolutePath().getParent());
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Completes once the line is on the disk. After a line that could not be written none is. */
    public Future<Void> write(String line) {
        if (broken) {
            return Future.failedFuture("an earlier line was not written");
        }
        lines.append(line).append('\n');
        var written = onDisk.future();
        if (!writing) {
            writing = true;
            vertx.runOnContext(endOfTick -> flush());
        }
        return written;
    }

    /** A line that nobody waits for: whoever writes the next one hears of its failure. */
    public void note(String line) {
        write(line).onFailure(unwritten -> broken = true);
    }

    private void flush() {
        var bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        var done = onDisk;
        lines.setLength(0);
        onDisk = Promise.promise();
        vertx.<Void>executeBlocking(() -> force(bytes)).onComplete(written -> {
            if (lines.isEmpty()) {
                writing = false;
            } else {
                flush();
            }
            done.handle(written);
        });
    }

    private Void force(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
        return null;
    }
}
