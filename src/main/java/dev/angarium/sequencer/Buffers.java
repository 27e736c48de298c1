package dev.angarium.sequencer;

import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows the buffers of this node and waits for them to be written. May be asked from any context, and answers on the one
 * that asked.
 */
public final class Buffers {
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Context context;
    private final Sequencer sequencer;
    private final Time time;

    Buffers(Context context, Sequencer sequencer, Time time) {
        this.context = context;
        this.sequencer = sequencer;
        this.time = time;
    }

    /**
     * An instance's buffer.
     *
     * @param instanceNo the instance's small number
     * @param capacity EVENT_BUFFER_SIZE
     * @param size drafts waiting for a batch
     * @param rejectedEvents refused because it was full, as far as this node remembers
     * @param totalEvents taken in, as far as this node remembers
     */
    public record View(int instanceNo, int capacity, int size, long rejectedEvents, long totalEvents) {}

    /**
     * All buffers of this node.
     *
     * @param instances that have been heard of
     * @param owed drafts without an answer: waiting, or under way to the log
     * @param bytes they hold
     * @param fullest the fullest first
     */
    public record Sum(
            int instances, int size, int owed, long bytes, long rejectedEvents, long totalEvents, List<View> fullest) {}

    /**
     * @param flushed how many drafts were waited for and are settled
     * @param complete false if the time was up before
     */
    public record Flushed(int flushed, boolean complete) {}

    /** Empty for an instance this node has not heard of. */
    public Future<Optional<View>> of(int instanceNo) {
        return ask(() ->
                Optional.ofNullable(sequencer.instances().find(instanceNo)).map(Buffers::view));
    }

    public Future<Sum> sum(int fullest) {
        return ask(() -> sumNow(fullest));
    }

    /** Answers when what waited for this instance is settled, or the time is up. */
    public Future<Flushed> flush(int instanceNo, Duration wait) {
        return flush(wait, () -> Optional.ofNullable(sequencer.instances().find(instanceNo)).stream()
                .toList());
    }

    /** Answers when all that waited is settled, or the time is up. */
    public Future<Flushed> flushAll(Duration wait) {
        return flush(wait, () -> List.copyOf(sequencer.instances().all()));
    }

    private Future<Flushed> flush(Duration wait, Supplier<List<InstanceQueue>> queues) {
        var flushed = Promise.<Flushed>promise();
        var asker = asker();
        context.runOnContext(go -> {
            var marks = new HashMap<InstanceQueue, Long>();
            var waiting = 0L;
            for (var queue : queues.get()) {
                if (queue.settled < queue.total) {
                    marks.put(queue, queue.total);
                    waiting += queue.total - queue.settled;
                }
            }
            look(marks, (int) waiting, time.nanos() + wait.toNanos(), flushed);
        });
        return backAt(asker, flushed.future());
    }

    private void look(Map<InstanceQueue, Long> marks, int waiting, long deadline, Promise<Flushed> flushed) {
        marks.entrySet().removeIf(mark -> mark.getKey().settled >= mark.getValue());
        if (marks.isEmpty()) {
            flushed.complete(new Flushed(waiting, true));
        } else if (time.nanos() >= deadline) {
            var open = 0L;
            for (var mark : marks.entrySet()) {
                open += mark.getValue() - mark.getKey().settled;
            }
            flushed.complete(new Flushed((int) (waiting - open), false));
        } else {
            time.after(LOOK, () -> look(marks, waiting, deadline, flushed));
        }
    }

    private Sum sumNow(int fullest) {
        var all = sequencer.instances().all();
        var views = all.stream().map(Buffers::view).toList();
        return new Sum(
                all.size(),
                views.stream().mapToInt(View::size).sum(),
                sequencer.answers().owed(),
                sequencer.answers().bytes(),
                views.stream().mapToLong(View::rejectedEvents).sum(),
                views.stream().mapToLong(View::totalEvents).sum(),
                views.stream()
                        .sorted(Comparator.comparingInt(View::size).reversed())
                        .limit(fullest)
                        .toList());
    }

    private static View view(InstanceQueue queue) {
        return new View(queue.instanceNo, queue.capacity, queue.size(), queue.rejected, queue.total);
    }

    private <T> Future<T> ask(Supplier<T> question) {
        var answer = Promise.<T>promise();
        var asker = asker();
        context.runOnContext(go -> answer.complete(question.get()));
        return backAt(asker, answer.future());
    }

    private Context asker() {
        var current = Vertx.currentContext();
        return current == null ? context : current;
    }

    private static <T> Future<T> backAt(Context asker, Future<T> answer) {
        var back = Promise.<T>promise();
        answer.onComplete(result -> asker.runOnContext(here -> back.complete(result.result(), result.cause())));
        return back.future();
    }
}
