package dev.angarium.inbox.simple;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.inbox.Projection;
import dev.angarium.tenant.connection.PgDefaults;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Projection -1: the messages of the one instance that belongs to the simple message API. */
public final class SimpleProjection implements Projection {
    static final int NO = -1;
    static final String TENANT = "default";

    private final PgSimpleMessages messages;
    private final SimpleProgress progress;

    public SimpleProjection(PgSimpleMessages messages, SimpleProgress progress) {
        this.messages = messages;
        this.progress = progress;
    }

    @Override
    public int no() {
        return NO;
    }

    @Override
    public String name() {
        return "simple";
    }

    @Override
    public boolean covers(InstanceRef instance) {
        return instance.id().equals(PgDefaults.SIMPLE) && instance.tenantId().equals(TENANT);
    }

    @Override
    public Future<Void> project(List<Event> events) {
        return write(
                events,
                events.stream().map(SimpleMessage::of).flatMap(Optional::stream).toList());
    }

    /** Reads must not wait for what will never come. */
    @Override
    public Future<Void> skip(List<Event> events) {
        return write(events, List.of());
    }

    private Future<Void> write(List<Event> events, List<SimpleMessage> found) {
        var last = events.get(events.size() - 1);
        return messages.write(last.instance().no(), last.seq(), found)
                .onSuccess(written -> progress.reached(last.seq()));
    }
}
