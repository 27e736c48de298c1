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
 * Lines that are in a file before what they announce is done, so that a run can be looked into when it is over. The
 * lines that come while a write is under way share the next one and its fsync. Belongs to one event loop.
 */
public final class Journal {
    private final Vertx vertx;
    private final FileChannel file;
    private final boolean synced;
    private final StringBuilder lines = new StringBuilder();
    private Promise<Void> written = Promise.promise();
    private boolean writing;
    private boolean broken;

    /** Synced, its lines outlive the machine; else only this process. */
    public Journal(Vertx vertx, Path path, boolean synced) throws IOException {
        this.vertx = vertx;
        this.synced = synced;
        Files.createDirectories(path.toAbsolutePath().getParent());
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Completes once the line is in the file. After a line that could not be written none is. */
    public Future<Void> write(String line) {
        if (broken) {
            return Future.failedFuture("an earlier line was not written");
        }
        lines.append(line).append('\n');
        var future = written.future();
        if (!writing) {
            writing = true;
            vertx.runOnContext(endOfTick -> flush());
        }
        return future;
    }

    /** A line that nobody waits for: whoever writes the next one hears of its failure. */
    public void note(String line) {
        write(line).onFailure(unwritten -> broken = true);
    }

    private void flush() {
        var bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        var done = written;
        lines.setLength(0);
        written = Promise.promise();
        vertx.<Void>executeBlocking(() -> force(bytes)).onComplete(result -> {
            if (lines.isEmpty()) {
                writing = false;
            } else {
                flush();
            }
            done.handle(result);
        });
    }

    private Void force(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        if (synced) {
            file.force(false);
        }
        return null;
    }
}
