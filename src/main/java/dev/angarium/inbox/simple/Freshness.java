package dev.angarium.inbox.simple;

import dev.angarium.event.EventReader;
import dev.angarium.event.InstanceRef;
import io.vertx.core.Future;
import java.util.List;

/**
 * Lets a read see what was acknowledged before it: the projection is waited for until it has come to the last number
 * that was committed when the read began, or until patience ends.
 */
final class Freshness {
    private final EventReader log;
    private final PgSimpleMessages messages;
    private final SimpleProgress progress;

    Freshness(EventReader log, PgSimpleMessages messages, SimpleProgress progress) {
        this.log = log;
        this.messages = messages;
        this.progress = progress;
    }

    Future<Void> of(InstanceRef instance) {
        return log.tails(List.of(instance.no()))
                .map(tails -> tails.getOrDefault(instance.no(), 0L))
                .compose(tail -> progress.has(tail) ? Future.succeededFuture() : look(instance, tail));
    }

    /** After a start nothing was told yet: the table knows. */
    private Future<Void> look(InstanceRef instance, long tail) {
        return messages.progress(instance.no()).compose(written -> {
            progress.learned(written);
            return progress.await(tail);
        });
    }
}
