package dev.angarium.sequencer;

import dev.angarium.cluster.Ownership;
import dev.angarium.event.CommitListener;
import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.LogWriter;
import dev.angarium.eventlog.RowResult;
import dev.angarium.eventlog.WriteBatch;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.time.NodeTime;
import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A sequencer with its ownership, on a loop and a way to the log that take random times. A write may be lost: told as
 * lost before it arrives, after, or without ever arriving. What is under way when a node dies may still arrive.
 */
final class SimulatedNode implements Ownership, LogWriter, EventReader {
    static final Partitions PARTITIONS = new Partitions(4);
    private static final Duration RECLAIM_PAUSE = Duration.ofMillis(250);
    private static final PipelineSettings SETTINGS =
            new PipelineSettings(12, 3, 8, Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ofSeconds(5), 20_000);

    final Context loop;
    private final SimulatedLog log;
    private final Time wire;
    private final Random random;
    private final Sequencer sequencer;
    private final NodeTime time;
    private final Map<Integer, Long> epochs = new TreeMap<>();
    boolean away;

    SimulatedNode(SimulatedLog log, Time wire, Random random, CommitListener heard) {
        this.log = log;
        this.wire = wire;
        this.random = random;
        this.time = new NodeTime(wire);
        this.loop = loop(time, random);
        var parts = new SequencerVerticle.Parts(this, this, this, heard, ConflictListener.NONE, SequencerMetrics.NONE);
        this.sequencer = new Sequencer(loop, parts, SETTINGS, time);
        sequencer.start();
    }

    /** An event loop: in order, one at a time, each a little later. */
    static Context loop(Time time, Random random) {
        var tasks = new ArrayDeque<Handler<?>>();
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("runOnContext")) {
                        throw new IllegalStateException(method.getName());
                    }
                    tasks.add((Handler<?>) arguments[0]);
                    time.after(Duration.ofNanos(random.nextInt(2_000_000)), () -> tasks.remove()
                            .handle(null));
                    return null;
                });
    }

    void accept(Submission submission) {
        loop.runOnContext(go -> sequencer.accept(submission));
    }

    void claim(int partition) {
        taken(partition, log.claim(partition));
    }

    /** It learns that another has it, or will. */
    void drop(int partition) {
        epochs.remove(partition);
        loop.runOnContext(go -> sequencer.dropped(partition));
    }

    /** Nothing it does or hears counts any more, but what it has sent. */
    void die() {
        time.end();
    }

    private void taken(int partition, long epoch) {
        epochs.put(partition, epoch);
        loop.runOnContext(go -> sequencer.taken(partition, epoch));
    }

    // ---- the log

    @Override
    public Future<List<RowResult>> write(WriteBatch batch) {
        var told = Promise.<List<RowResult>>promise();
        var count = batch.rows().size();
        if (away || random.nextInt(25) == 0) {
            time.after(span(), () -> told.complete(Collections.nCopies(count, RowResult.AWAY)));
        } else if (random.nextInt(12) == 0) {
            time.after(span(), () -> told.complete(Collections.nCopies(count, RowResult.LOST)));
            arriveOrNot(batch);
        } else {
            wire.after(span(), () -> {
                var results = log.write(batch);
                time.after(span(), () -> told.complete(results));
            });
        }
        return told.future();
    }

    private void arriveOrNot(WriteBatch batch) {
        if (random.nextBoolean()) {
            wire.after(span(), () -> log.write(batch));
        }
    }

    @Override
    public Future<Map<Integer, Long>> tails(Collection<Integer> instances) {
        var told = Promise.<Map<Integer, Long>>promise();
        if (away) {
            time.after(span(), () -> told.fail("away"));
        } else {
            time.after(span(), () -> {
                var tails = new HashMap<Integer, Long>();
                instances.forEach(instance -> tails.put(instance, log.tail(instance)));
                time.after(span(), () -> told.complete(tails));
            });
        }
        return told.future();
    }

    /** A few milliseconds mostly; seldom longer than anybody waits. */
    private Duration span() {
        return Duration.ofMillis(random.nextInt(60) == 0 ? random.nextInt(4_000) : random.nextInt(12));
    }

    // ---- ownership

    @Override
    public Future<Void> renew(Collection<OwnedPartition> unsure) {
        var renewed = Promise.<Void>promise();
        time.after(span(), () -> {
            if (away) {
                renewed.fail("away");
            } else {
                unsure.forEach(this::renew);
                renewed.complete();
            }
        });
        return renewed.future();
    }

    private void renew(OwnedPartition owned) {
        if (holds(owned)) {
            log.claimAt(owned).ifPresentOrElse(epoch -> taken(owned.partition(), epoch), () -> drop(owned.partition()));
        }
    }

    @Override
    public void fenced(int partition, long epoch) {
        if (holds(new OwnedPartition(partition, epoch))) {
            drop(partition);
            if (random.nextInt(4) == 0) {
                time.after(RECLAIM_PAUSE, () -> claim(partition));
            }
        }
    }

    private boolean holds(OwnedPartition owned) {
        return epochs.getOrDefault(owned.partition(), 0L) == owned.epoch();
    }

    @Override
    public Partitions partitions() {
        return PARTITIONS;
    }

    @Override
    public OptionalLong epochOf(int partition) {
        var epoch = epochs.get(partition);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    @Override
    public Set<Integer> held() {
        return Set.copyOf(epochs.keySet());
    }

    // ---- what a sequencer never asks for

    @Override
    public void listen(Listener listener) {
        throw new IllegalStateException("not a sequencer's question");
    }

    @Override
    public Future<List<Event>> after(InstanceRef instance, long afterSeq, int limit, long maxBytes) {
        throw new IllegalStateException("not a sequencer's question");
    }

    @Override
    public Future<Optional<Event>> find(InstanceRef instance, long seq) {
        throw new IllegalStateException("not a sequencer's question");
    }
}
