package dev.angarium.inbox.simple;

import dev.angarium.access.Permission;
import dev.angarium.access.door.Door;
import dev.angarium.access.door.Entry;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import java.util.Optional;

/** Who may read: anybody, counted by address, where the simple API is open; else whose key may read the inbox. */
final class SimpleDoor {
    private final Door door;
    private final boolean open;

    SimpleDoor(Door door, boolean open) {
        this.door = door;
        this.open = open;
    }

    /** Why the request may not pass; empty where it may. */
    Future<Optional<Problem>> refusal(Exchange exchange) {
        return open
                ? Future.succeededFuture(door.unknown(exchange))
                : door.enter(exchange, Optional.of(SimpleProjection.TENANT)).map(SimpleDoor::refusal);
    }

    /** A good key of another tenant is as little use here as one without the right. */
    private static Optional<Problem> refusal(Entry entry) {
        if (entry instanceof Entry.Out out) {
            return Optional.of(out.problem());
        }
        return entry instanceof Entry.In in && in.caller().rights().has(Permission.INBOX_READ)
                ? Optional.empty()
                : Optional.of(Problem.forbidden());
    }
}
