package dev.angarium;

import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.event.CommitListener;
import dev.angarium.event.Event;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.eventlog.EventLogMetrics;
import dev.angarium.observe.metrics.Families;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.observe.metrics.PipelineMetrics;
import dev.angarium.observe.metrics.PipelineMetrics.Count;
import dev.angarium.sequencer.SequencerMetrics;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the sequencer, the log and the ownership of partitions tell, in the families of the metrics. What was written is
 * counted by batch, as a listener of commits.
 */
final class PipelineMeters implements SequencerMetrics, EventLogMetrics, OwnershipMetrics, CommitListener {
    private final PipelineMetrics pipeline;
    private final NodeMetrics node;
    private final Map<Refusal, Count> refused = new EnumMap<>(Refusal.class);
    private final Count unknown;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int held;
    private volatile boolean away;
    private volatile boolean missing;

    PipelineMeters(Families families) {
        pipeline = families.pipeline();
        node = families.node();
        for (var reason : Refusal.values()) {
            refused.put(reason, pipeline.refused(reason.name().toLowerCase(Locale.ROOT)));
        }
        unknown = pipeline.refused("unknown");
        pipeline.buffered(waiting::get);
        pipeline.partitionsOwned(() -> held);
        pipeline.databaseAway(() -> away);
        pipeline.partitionsMissing(() -> missing);
    }

    @Override
    public void committed(List<Event> events) {
        pipeline.committed(events.size(), 0);
        var received = 0;
        var sent = 0;
        for (var event : events) {
            if (event.type().equals(EventTypes.MESSAGE_RECEIVED)) {
                received++;
            } else if (event.type().equals(EventTypes.MESSAGE_SENT)) {
                sent++;
            }
        }
        node.messagesReceived(received);
        node.messagesSent(sent);
    }

    /** Whether the log cannot be written to just now: PostgreSQL is away, or has no room. */
    boolean isAway() {
        return away;
    }

    // ---- the sequencer

    @Override
    public void arrived(long nanos) {
        pipeline.broughtAfter(nanos);
    }

    @Override
    public void buffered(int drafts) {
        waiting.addAndGet(drafts);
    }

    @Override
    public void settled(int drafts) {
        waiting.addAndGet(-drafts);
    }

    @Override
    public void committed(InstanceRef instance, long nanos) {
        pipeline.settledAfter(nanos);
    }

    @Override
    public void duplicate(InstanceRef instance) {
        pipeline.committed(0, 1);
    }

    @Override
    public void conflict(InstanceRef instance) {
        pipeline.conflicted();
    }

    @Override
    public void refused(Refusal reason) {
        Objects.requireNonNull(refused.get(reason)).add(1);
    }

    @Override
    public void unknown() {
        unknown.add(1);
    }

    @Override
    public void databaseAway(boolean now) {
        away = now;
    }

    // ---- the log

    @Override
    public void quarantined() {
        pipeline.quarantined();
    }

    @Override
    public void partitionMissing() {
        missing = true;
    }

    @Override
    public void partitionsAhead(boolean made) {
        missing = !made;
    }

    // ---- the ownership

    @Override
    public void held(int partitions) {
        held = partitions;
    }

    @Override
    public void fenced() {
        pipeline.fenced();
    }
}
