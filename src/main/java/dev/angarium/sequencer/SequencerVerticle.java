package dev.angarium.sequencer;

import dev.angarium.cluster.Addresses;
import dev.angarium.cluster.Ownership;
import dev.angarium.event.CommitListener;
import dev.angarium.event.EventReader;
import dev.angarium.eventlog.LogWriter;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives a sequencer its context, and listens at the addresses of the partitions that this node holds. One a node. */
public final class SequencerVerticle extends VerticleBase implements Ownership.Listener {
    private final Parts parts;
    private final PipelineSettings settings;
    private final Time time;
    private final Map<Integer, MessageConsumer<Submission>> consumers = new HashMap<>();
    private final Promise<Buffers> buffers = Promise.promise();
    private @Nullable Sequencer sequencer;

    /**
     * The neighbours of a sequencer.
     *
     * @param listener hears of committed events before their callers are answered
     */
    public record Parts(
            LogWriter log,
            EventReader reader,
            Ownership ownership,
            CommitListener listener,
            ConflictListener conflicts,
            SequencerMetrics metrics) {}

    public SequencerVerticle(Parts parts, PipelineSettings settings, Time time) {
        this.parts = parts;
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Future<?> start() {
        var started = new Sequencer(context, parts, settings, time);
        started.start();
        sequencer = started;
        buffers.complete(new Buffers(context, started, time));
        parts.ownership().listen(this);
        return Future.succeededFuture();
    }

    /** Settles what came in, within EVENT_SHUTDOWN_GRACE_PERIOD; whoever sends drafts has to have stopped before. */
    @Override
    public Future<?> stop() {
        return sequencer().stop().compose(settled -> unregister());
    }

    /** The buffers, once deployed. */
    public Future<Buffers> buffers() {
        return buffers.future();
    }

    @Override
    public void taken(int partition, long epoch) {
        sequencer().taken(partition, epoch);
        consumers.computeIfAbsent(partition, this::consume);
    }

    /** The address stays: a draft that arrives at a former owner is sent back at once, not left unanswered. */
    @Override
    public void dropped(int partition) {
        sequencer().dropped(partition);
    }

    private MessageConsumer<Submission> consume(int partition) {
        return vertx.eventBus().localConsumer(Addresses.sequencer(partition), this::receive);
    }

    private void receive(Message<Submission> message) {
        sequencer().accept(message.body());
    }

    private Future<?> unregister() {
        return Future.join(
                consumers.values().stream().map(MessageConsumer::unregister).toList());
    }

    private Sequencer sequencer() {
        return Objects.requireNonNull(sequencer, "not deployed");
    }
}
