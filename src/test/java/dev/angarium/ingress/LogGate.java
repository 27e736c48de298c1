package dev.angarium.ingress;

import dev.angarium.eventlog.LogWriter;
import dev.angarium.eventlog.RowResult;
import dev.angarium.eventlog.WriteBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/** Lets batches through to the real log, or holds them until it is opened. */
final class LogGate implements LogWriter {
    private final LogWriter log;
    private volatile Promise<Void> opening = Promise.promise();

    LogGate(LogWriter log) {
        this.log = log;
        open();
    }

    @Override
    public Future<List<RowResult>> write(WriteBatch batch) {
        var context = Vertx.currentContext();
        var passed = Promise.<Void>promise();
        opening.future().onComplete(go -> context.runOnContext(on -> passed.complete()));
        return passed.future().compose(go -> log.write(batch));
    }

    void shut() {
        opening = Promise.promise();
    }

    void open() {
        opening.tryComplete();
    }
}
