package dev.angarium;

import dev.angarium.dispatch.DispatchMetrics;
import dev.angarium.observe.metrics.DeliveryMetrics;
import dev.angarium.observe.metrics.Families;
import java.time.Duration;

/** What the dispatcher and its HTTP client tell, in the families of the metrics. */
final class DeliveryMeters implements DispatchMetrics {
    private final DeliveryMetrics delivery;
    private volatile long backlog;

    DeliveryMeters(Families families) {
        delivery = families.delivery();
        delivery.deadLetterBacklog(() -> backlog);
    }

    @Override
    public void delivered(int events, Duration latency) {
        delivery.accepted(events, latency.toNanos());
    }

    @Override
    public void failed(String code, Duration latency) {
        delivery.refused(latency.toNanos());
    }

    @Override
    public void retried() {
        delivery.retried();
    }

    /** The guarded client connected once more inside an attempt. */
    void reconnected() {
        delivery.reconnected(1);
    }

    @Override
    public void reprocessing(long deadLetters) {
        delivery.replayed(deadLetters);
    }

    @Override
    public void reprocessed(long deadLetters) {
        delivery.replayDelivered(deadLetters);
    }

    @Override
    public void deadLetterBacklog(long deadLetters) {
        backlog = deadLetters;
    }
}
