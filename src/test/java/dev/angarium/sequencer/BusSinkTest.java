package dev.angarium.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Admission;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.Drafts;
import dev.angarium.time.ManualTime;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sender is told while nobody owns the partition of its instance. */
class BusSinkTest {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration OWNER_PATIENCE = Duration.ofSeconds(8);
    private static final int STEPS_MAX = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final ManualTime time = new ManualTime();
    private final List<SequencerMetrics.Refusal> refusals = new ArrayList<>();
    private final BusSink sink = new BusSink(vertx, new Partitions(4), time, new SequencerMetrics() {
        @Override
        public void refused(Refusal reason) {
            refusals.add(reason);
        }
    });

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void a_missing_owner_is_waited_for_and_told_as_busy_within_eight_seconds() {
        var answer = sink.submit(List.of(Drafts.draft(1, "a"), Drafts.draft(2, "b"), Drafts.draft(3, "c")));

        for (var step = 0; step < STEPS_MAX && !answer.isComplete(); step++) {
            turnLoop();
            time.forward(STEP);
        }

        assertThat(Await.of(answer)).hasSize(3).containsOnly(new Admission.Busy(Duration.ofSeconds(1)));
        assertThat(time.nanos()).isGreaterThanOrEqualTo(OWNER_PATIENCE.toNanos());
        assertThat(refusals).hasSize(3).containsOnly(SequencerMetrics.Refusal.NO_OWNER);
    }

    /** What a timer started is on the bus and back before the time moves on. */
    private void turnLoop() {
        for (var turn = 0; turn < 3; turn++) {
            var turned = Promise.<Void>promise();
            vertx.getOrCreateContext().runOnContext(go -> turned.complete());
            Await.of(turned.future());
        }
    }
}
