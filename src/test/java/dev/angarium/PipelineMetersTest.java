package dev.angarium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.event.Event;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.observe.metrics.Exposition;
import dev.angarium.observe.metrics.Families;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.sequencer.SequencerMetrics.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineMetersTest {
    private static final InstanceRef INSTANCE = new InstanceRef(7, "ins_7", 1, "default");
    private static final byte[] NOTHING = {};

    private final MetricTable table = new MetricTable("angarium", 10);
    private final PipelineMeters meters = new PipelineMeters(Families.of(table));

    @Test
    void a_batch_that_was_written_counts_as_inserted_processed_and_as_messages() {
        meters.committed(List.of(
                event(1, EventTypes.MESSAGE_RECEIVED),
                event(2, EventTypes.MESSAGE_SENT),
                event(3, EventTypes.MESSAGE_RECEIVED),
                event(4, EventTypes.MESSAGE_STATUS)));

        assertThat(value("events_inserted_total")).isEqualTo(4);
        assertThat(value("events_processed_total")).isEqualTo(4);
        assertThat(value("messages_received_total")).isEqualTo(2);
        assertThat(value("messages_sent_total")).isEqualTo(1);
    }

    @Test
    void known_keys_are_a_share_of_what_was_settled() {
        meters.committed(List.of(event(1, "a"), event(2, "a"), event(3, "a")));
        meters.duplicate(INSTANCE);
        meters.conflict(INSTANCE);

        assertThat(value("events_inserted_total")).isEqualTo(3);
        assertThat(value("events_processed_total")).isEqualTo(4);
        assertThat(value("dedupe_hit_ratio")).isEqualTo(0.25);
        assertThat(value("dedupe_conflicts_total")).isEqualTo(1);
    }

    @Test
    void what_waits_is_what_came_in_and_is_not_settled() {
        meters.buffered(1);
        meters.buffered(4);
        meters.settled(2);

        assertThat(value("events_buffered")).isEqualTo(3);
    }

    @Test
    void the_time_from_submission_to_commit_is_observed_event_by_event() {
        meters.committed(INSTANCE, 4_000_000);
        meters.committed(INSTANCE, 6_000_000);

        assertThat(value("event_processing_duration_seconds_count")).isEqualTo(2);
        assertThat(value("event_processing_duration_seconds_sum")).isEqualTo(0.01);
    }

    @Test
    void refusals_are_told_apart_by_their_reason() {
        meters.refused(Refusal.BUFFER_FULL);
        meters.refused(Refusal.BUFFER_FULL);
        meters.refused(Refusal.NO_OWNER);
        meters.unknown();

        assertThat(new Exposition(table).series("events_refused_total"))
                .containsEntry("reason=\"buffer_full\"", 2.0)
                .containsEntry("reason=\"no_owner\"", 1.0)
                .containsEntry("reason=\"unknown\"", 1.0)
                .containsEntry("reason=\"stopping\"", 0.0);
    }

    @Test
    void alarms_are_raised_and_fall() {
        meters.databaseAway(true);
        meters.partitionMissing();
        assertThat(value("database_away")).isEqualTo(1);
        assertThat(meters.isAway()).isTrue();
        assertThat(value("log_partitions_missing")).isEqualTo(1);

        meters.databaseAway(false);
        meters.partitionsAhead(true);
        assertThat(value("database_away")).isZero();
        assertThat(meters.isAway()).isFalse();
        assertThat(value("log_partitions_missing")).isZero();

        meters.partitionsAhead(false);
        assertThat(value("log_partitions_missing")).isEqualTo(1);
    }

    @Test
    void partitions_held_and_lost_and_poison_events_show() {
        meters.held(64);
        meters.fenced();
        meters.quarantined();

        assertThat(value("partitions_owned")).isEqualTo(64);
        assertThat(value("partitions_fenced_total")).isEqualTo(1);
        assertThat(value("events_quarantined_total")).isEqualTo(1);
    }

    private double value(String series) {
        return new Exposition(table).value(series);
    }

    private static Event event(long seq, String type) {
        return new Event(INSTANCE, seq, type, null, 1, 1, "c", NOTHING, NOTHING);
    }
}
