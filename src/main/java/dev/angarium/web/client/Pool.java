package dev.angarium.web.client;

import dev.angarium.web.wire.Connection;
import dev.angarium.web.wire.Keeper;
import io.vertx.core.AsyncResult;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one endpoint, and who waits for one. Belongs to its loop. The latest freed is used first, so that
 * those too many grow old and are closed. A connection to an address that the name has left is used no more.
 */
final class Pool implements Keeper {
    private final Loop loop;
    private final Target target;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Attempt> waiting = new ArrayDeque<>();
    private int open;

    /** @param target any of the endpoint */
    Pool(Loop loop, Target target) {
        this.loop = loop;
        this.target = target;
    }

    void take(Attempt attempt) {
        var ready = freeFor(attempt);
        if (ready != null) {
            attempt.use(ready);
        } else if (open < loop.limits().connections()) {
            open++;
            dial(attempt);
        } else if (waiting.size() < loop.limits().waiting()) {
            waiting.add(attempt);
        } else {
            attempt.busy();
        }
    }

    /** It waits no longer. */
    void leave(Attempt attempt) {
        waiting.remove(attempt);
    }

    @Override
    public void free(Connection connection) {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!next.isSettled()) {
                give(connection, next);
                return;
            }
        }
        connection.freeSince(loop.nanos());
        free.push(connection);
    }

    @Override
    public void gone(Connection connection) {
        free.remove(connection);
        closed();
    }

    /** Closes what nobody used for long. @return whether there is nothing left to keep this for */
    boolean sweep(long now) {
        var idle = loop.limits().idle().toNanos();
        for (var oldest = free.peekLast(); oldest != null; oldest = free.peekLast()) {
            if (now - oldest.freeSince() < idle) {
                break;
            }
            oldest.cut();
        }
        return open == 0 && waiting.isEmpty();
    }

    /** Closes what is free. */
    void close() {
        while (!free.isEmpty()) {
            free.element().cut();
        }
    }

    private @Nullable Connection freeFor(Attempt attempt) {
        while (!free.isEmpty()) {
            var next = free.pop();
            if (next.isOpen() && attempt.mayUse(next)) {
                return next;
            }
            next.cut();
        }
        return null;
    }

    private void give(Connection connection, Attempt next) {
        if (connection.isOpen() && next.mayUse(connection)) {
            next.use(connection);
        } else {
            waiting.addFirst(next);
            connection.cut();
        }
    }

    /** Its slot is taken already, and kept over reconnects. */
    private void dial(Attempt attempt) {
        var address = attempt.nextAddress();
        loop.connect(target, address, this, result -> dialled(attempt, result));
    }

    private void dialled(Attempt attempt, AsyncResult<Connection> result) {
        if (result.succeeded()) {
            if (attempt.isSettled()) {
                free(result.result());
            } else {
                attempt.use(result.result());
            }
        } else if (attempt.connectsAgain(result.cause())) {
            dial(attempt);
        } else {
            closed();
        }
    }

    private void closed() {
        open--;
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!next.isSettled()) {
                open++;
                dial(next);
                return;
            }
        }
    }
}
