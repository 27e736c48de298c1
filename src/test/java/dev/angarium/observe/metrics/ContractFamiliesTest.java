package dev.angarium.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The families of the contract, written out once more. */
class ContractFamiliesTest {
    private static final List<String> CONTRACT =
            """
            events_captured_total events_buffered events_inserted_total events_processed_total
            event_processing_duration_seconds event_retries_total events_failed_total events_delivered_total
            event_delivery_duration_seconds event_sequence_gaps event_outbox_backlog
            dlq_events_total dlq_reprocess_attempts_total dlq_reprocess_success_total dlq_backlog
            media_downloads_total media_download_duration_seconds media_download_size_bytes media_uploads_total
            media_upload_duration_seconds media_failures_total media_backlog
            transport_deliveries_total transport_duration_seconds transport_errors_total transport_retries_total
            circuit_breaker_state_per_instance circuit_breaker_transitions_total
            workers_active worker_task_duration_seconds worker_errors_total
            http_requests_total request_latency_ms webhook_requests_total whatsapp_webhook_events_total
            *_http_requests_total *_http_request_duration_seconds
            *_inbox_messages_received_total *_inbox_messages_sent_total *_inbox_message_processing_duration_seconds
            *_inbox_active_threads *_queue_backlog *_queue_active_jobs *_queue_completed_total *_queue_failed_total
            *_provider_requests_total *_provider_request_duration_seconds *_provider_errors_total
            *_db_query_duration_seconds *_db_pool_connections *_realtime_connections *_realtime_events_total
            devices devices_connected messages_sent_total messages_received_total webhooks_active webhooks_failed
            pipeline_latency_seconds dedupe_hit_ratio
            """
                    .lines()
                    .flatMap(line -> Stream.of(line.split(" ", -1)))
                    .toList();

    /** Besides the contract, for an operator's alarms. */
    private static final Set<String> OURS = Set.of(
            "events_refused_total",
            "events_quarantined_total",
            "dedupe_conflicts_total",
            "ingress_stage_seconds",
            "instance_silent",
            "http_connections",
            "http_connections_refused_total",
            "database_away",
            "log_partitions_missing",
            "partitions_owned",
            "partitions_fenced_total",
            "lanes_in_memory",
            "lanes_memory_bytes",
            "event_loop_delay_seconds",
            "event_loop_blocked_total",
            "log_lines_dropped_total");

    @Test
    void each_family_of_the_contract_is_there_before_its_first_sample_and_few_others() {
        assertThat(familiesOf("angarium")).isEqualTo(expected("angarium"));
    }

    @Test
    void the_prefix_names_the_families_of_the_inbox() {
        assertThat(familiesOf("hunfly")).isEqualTo(expected("hunfly"));
    }

    @Test
    void they_are_all_there_still_once_every_facade_is_made() {
        var table = new MetricTable("angarium", 10);
        Families.of(table);

        assertThat(ours(table)).isEqualTo(expected("angarium"));
    }

    @Test
    void each_facade_fills_what_only_a_later_stage_has_to_tell() {
        var table = new MetricTable("angarium", 10);
        var families = Families.of(table);
        families.pipeline().acceptedAfter(2_000_000);
        families.pipeline().captured("message.received", "meta").add(3);
        families.http().webhookEvents("accepted", "none", "message").add(1);
        families.http().webhookCreated();
        families.inbox().received("default", "meta").add(1);

        var shown = new Exposition(table);

        assertThat(shown.value("pipeline_latency_seconds_count")).isEqualTo(1);
        assertThat(shown.value("pipeline_latency_seconds_sum")).isEqualTo(0.002);
        assertThat(shown.series("events_captured_total").values()).contains(3.0);
        assertThat(shown.series("whatsapp_webhook_events_total").values()).contains(1.0);
        assertThat(shown.value("webhook_requests_total{result=\"created\"}")).isEqualTo(1);
        assertThat(shown.series("angarium_inbox_messages_received_total").values())
                .contains(1.0);
    }

    @Test
    void a_labelled_gauge_shows_the_busiest_and_sums_up_the_rest() {
        var table = new MetricTable("angarium", 2);
        Families.of(table).pipeline().backlog(() -> Map.of("a", 1L, "b", 2L, "c", 3L, "d", 4L, "other", 50L));

        assertThat(new Exposition(table).series("event_outbox_backlog"))
                .isEqualTo(Map.of("instance=\"d\"", 4.0, "instance=\"c\"", 3.0, "instance=\"other\"", 53.0));
    }

    @Test
    void a_labelled_counter_keeps_its_first_series_and_counts_later_ones_together() {
        var table = new MetricTable("angarium", 2);
        var pipeline = Families.of(table).pipeline();
        for (var type : List.of("a", "b", "c", "d", "a")) {
            pipeline.captured(type, "meta").add(1);
        }

        assertThat(new Exposition(table).series("events_captured_total"))
                .hasSize(3)
                .containsEntry("provider=\"meta\",type=\"a\"", 2.0)
                .containsEntry("provider=\"other\",type=\"other\"", 2.0);
    }

    private static Set<String> familiesOf(String prefix) {
        return ours(new MetricTable(prefix, 10));
    }

    private static Set<String> ours(MetricTable table) {
        return new Exposition(table)
                .families().stream()
                        .filter(name -> Stream.of("jvm_", "process_", "system_").noneMatch(name::startsWith))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> expected(String prefix) {
        return Stream.concat(CONTRACT.stream().map(name -> name.replace("*", prefix)), OURS.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
