package dev.angarium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.observe.metrics.Exposition;
import dev.angarium.observe.metrics.Families;
import dev.angarium.observe.metrics.MetricTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryMetersTest {
    private final MetricTable table = new MetricTable("angarium", 10);
    private final DeliveryMeters meters = new DeliveryMeters(Families.of(table));

    @Test
    void requests_count_once_and_their_events_each() {
        meters.delivered(20, Duration.ofMillis(40));
        meters.failed("timeout", Duration.ofMillis(60));

        assertThat(value("transport_deliveries_total")).isEqualTo(1);
        assertThat(value("events_delivered_total")).isEqualTo(20);
        assertThat(value("transport_errors_total")).isEqualTo(1);
        assertThat(value("transport_duration_seconds_count")).isEqualTo(2);
        assertThat(value("transport_duration_seconds_sum")).isEqualTo(0.1);
    }

    @Test
    void a_further_attempt_is_not_a_reconnect_inside_one() {
        meters.retried();
        meters.retried();
        meters.reconnected();

        assertThat(value("event_retries_total")).isEqualTo(2);
        assertThat(value("transport_retries_total")).isEqualTo(1);
    }

    @Test
    void dead_letters_wait_and_are_replayed() {
        meters.deadLetterBacklog(12);
        meters.reprocessing(5);
        meters.reprocessed(3);

        assertThat(value("dlq_backlog")).isEqualTo(12);
        assertThat(value("dlq_reprocess_attempts_total")).isEqualTo(5);
        assertThat(value("dlq_reprocess_success_total")).isEqualTo(3);
    }

    private double value(String series) {
        return new Exposition(table).value(series);
    }
}
