package dev.angarium.inbox.state;

import dev.angarium.event.CommitListener;
import dev.angarium.event.Event;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the state of each instance as its last {@code connection.updated} has it. Not a projection: a lane per instance
 * would write a cursor for all the events that say nothing of this. What a crash takes is the moment between commit and
 * write; the next word of the provider makes it good, and the log has it.
 */
public final class InstanceStates implements CommitListener {
    static final int WAITING_MAX = 10_000;
    private static final Log LOG = Log.of(InstanceStates.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Context context;
    private final PgInstanceStates store;
    private final Time time;
    private final Map<Integer, InstanceState> waiting = new LinkedHashMap<>();
    private boolean writing;

    private InstanceStates(Context context, PgInstanceStates store, Time time) {
        this.context = context;
        this.store = store;
        this.time = time;
    }

    /** On a context of its own; told from any. */
    public static InstanceStates on(Vertx vertx, PgInstanceStates store, Time time) {
        return new InstanceStates(vertx.getOrCreateContext(), store, time);
    }

    @Override
    public void committed(List<Event> events) {
        var states =
                events.stream().map(InstanceState::of).flatMap(Optional::stream).toList();
        if (!states.isEmpty()) {
            context.runOnContext(here -> {
                states.forEach(this::await);
                write();
            });
        }
    }

    /** Of an instance only the last word counts. */
    private void await(InstanceState state) {
        if (waiting.size() < WAITING_MAX || waiting.containsKey(state.instanceNo())) {
            waiting.put(state.instanceNo(), state);
        }
    }

    private void write() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        var batch = List.copyOf(waiting.values());
        waiting.clear();
        store.write(batch).onSuccess(written -> next()).onFailure(failure -> {
            LOG.warn(
                    "states of instances could not be written, they are tried again",
                    Fields.of().count(batch.size()),
                    failure);
            batch.forEach(state -> waiting.putIfAbsent(state.instanceNo(), state));
            time.after(AGAIN, this::next);
        });
    }

    private void next() {
        writing = false;
        write();
    }
}
