package dev.angarium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.lane.Attempt;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStatus.Breaker;
import dev.angarium.observe.metrics.Exposition;
import dev.angarium.observe.metrics.Families;
import dev.angarium.observe.metrics.MetricTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LaneMetersTest {
    private static final int SHOWN = 3;
    private static final int WEBHOOK = 1;
    private static final int PROJECTION = -1;

    private final MetricTable table = new MetricTable("angarium", SHOWN);
    private final Families families = Families.of(table);
    private final List<Collection<Integer>> asked = new ArrayList<>();
    private final InstanceNames names = new InstanceNames(this::ids, SHOWN);
    private final LaneMeters meters = new LaneMeters("deliveries", families, names);

    @Test
    void steps_are_tasks_of_workers_and_jobs_of_the_queue() {
        meters.started(WEBHOOK);
        meters.started(WEBHOOK);
        meters.ended(WEBHOOK, attempt(250));

        assertThat(value("workers_active")).isEqualTo(1);
        assertThat(value("angarium_queue_active_jobs{queue=\"deliveries\"}")).isEqualTo(1);
        assertThat(value("worker_task_duration_seconds_sum")).isEqualTo(0.25);

        meters.broke(WEBHOOK);
        meters.ended(WEBHOOK, attempt(0));
        meters.flushed(3, 9, 5_000_000);
        meters.flushFailed();

        assertThat(value("workers_active")).isZero();
        assertThat(value("worker_errors_total")).isEqualTo(2);
        assertThat(value("worker_task_duration_seconds_count")).isEqualTo(3);
    }

    @Test
    void a_delivery_takes_from_the_receipt_to_the_answer() {
        meters.delivered(WEBHOOK, 30);
        meters.delivered(WEBHOOK, 70);

        assertThat(value("event_delivery_duration_seconds_count")).isEqualTo(2);
        assertThat(value("event_delivery_duration_seconds_sum")).isEqualTo(0.1);
        assertThat(value("angarium_queue_completed_total{queue=\"deliveries\"}"))
                .isEqualTo(2);
    }

    @Test
    void a_projection_completes_but_delivers_nothing() {
        var projections = new LaneMeters("projections", families, names);
        projections.delivered(PROJECTION, 30);
        projections.breaker(new LaneKey(PROJECTION, 1), Breaker.CLOSED, Breaker.OPEN);
        projections.backlog(Map.of(1, 4L));

        assertThat(value("event_delivery_duration_seconds_count")).isZero();
        assertThat(value("webhooks_failed")).isZero();
        assertThat(value("angarium_queue_completed_total{queue=\"projections\"}"))
                .isEqualTo(1);
        assertThat(value("angarium_queue_backlog{queue=\"projections\"}")).isEqualTo(4);
        assertThat(value("angarium_queue_backlog{queue=\"deliveries\"}")).isZero();
    }

    @Test
    void parked_events_failed_and_are_dead_letters() {
        meters.parked(WEBHOOK, "attempts");

        assertThat(value("events_failed_total")).isEqualTo(1);
        assertThat(value("dlq_events_total")).isEqualTo(1);
        assertThat(value("angarium_queue_failed_total{queue=\"deliveries\"}")).isEqualTo(1);
    }

    @Test
    void a_gap_counts_once_whatever_it_lost_and_a_fence_counts() {
        meters.gap(lane(1), 500);
        meters.fenced(9);
        meters.memory(12, 4_096, 3);

        assertThat(value("event_sequence_gaps")).isEqualTo(1);
        assertThat(value("partitions_fenced_total")).isEqualTo(1);
        assertThat(value("lanes_in_memory")).isEqualTo(12);
        assertThat(value("lanes_memory_bytes")).isEqualTo(4_096);
    }

    @Test
    void the_backlog_has_public_ids_once_they_are_known_and_never_more_labels_than_allowed() {
        meters.backlog(Map.of(1, 10L, 2, 20L, 3, 30L, 4, 40L, 5, 50L));

        assertThat(series("event_outbox_backlog")).isEqualTo(Map.of("instance=\"other\"", 150.0));
        assertThat(series("event_outbox_backlog"))
                .isEqualTo(Map.of(
                        "instance=\"ins_5\"", 50.0,
                        "instance=\"ins_4\"", 40.0,
                        "instance=\"ins_3\"", 30.0,
                        "instance=\"other\"", 30.0));
        assertThat(value("angarium_queue_backlog{queue=\"deliveries\"}")).isEqualTo(150);
        assertThat(asked).singleElement().satisfies(numbers -> assertThat(numbers)
                .containsExactlyInAnyOrder(3, 4, 5));
    }

    @Test
    void an_instance_shows_the_worst_of_its_breakers_until_all_are_closed() {
        names.label(Map.of(1, 1), Integer::sum);
        meters.breaker(lane(1), Breaker.CLOSED, Breaker.OPEN);
        meters.breaker(new LaneKey(2, 1), Breaker.CLOSED, Breaker.OPEN);
        meters.breaker(lane(1), Breaker.OPEN, Breaker.HALF_OPEN);
        assertThat(breaker("ins_1")).isEqualTo(2);
        assertThat(value("webhooks_failed")).isEqualTo(2);

        meters.breaker(new LaneKey(2, 1), Breaker.OPEN, Breaker.CLOSED);
        assertThat(breaker("ins_1")).isEqualTo(1);

        meters.breaker(lane(1), Breaker.HALF_OPEN, Breaker.CLOSED);
        assertThat(breaker("ins_1")).isZero();
        assertThat(value("webhooks_failed")).isZero();
        assertThat(value("circuit_breaker_transitions_total")).isEqualTo(5);
    }

    @Test
    void a_replays_breaker_does_not_hide_the_lanes_own() {
        names.label(Map.of(1, 1), Integer::sum);
        meters.breaker(lane(1), Breaker.CLOSED, Breaker.OPEN);
        meters.breaker(lane(1), Breaker.CLOSED, Breaker.OPEN);
        meters.breaker(lane(1), Breaker.OPEN, Breaker.CLOSED);

        assertThat(breaker("ins_1")).isEqualTo(2);
    }

    @Test
    void closed_breakers_of_very_many_instances_are_forgotten() {
        var breakers = new Breakers(SHOWN);
        for (var instance = 1; instance <= 1_000; instance++) {
            breakers.changed(lane(instance), Breaker.CLOSED, Breaker.OPEN);
        }
        assertThat(breakers.worstByInstance()).hasSize(1_000);

        for (var instance = 1; instance <= 1_000; instance++) {
            breakers.changed(lane(instance), Breaker.OPEN, Breaker.CLOSED);
        }
        assertThat(breakers.worstByInstance()).hasSizeLessThanOrEqualTo(SHOWN + 1);
    }

    @Test
    void ids_that_can_not_be_read_are_asked_for_again_one_question_at_a_time() {
        var questions = new ArrayList<Promise<Map<Integer, String>>>();
        var failing = new InstanceNames(
                numbers -> {
                    questions.add(Promise.promise());
                    return questions.get(questions.size() - 1).future();
                },
                SHOWN);

        failing.label(Map.of(1, 1), Integer::sum);
        failing.label(Map.of(1, 1), Integer::sum);
        assertThat(questions).hasSize(1);

        questions.get(0).fail("the database is away");
        failing.label(Map.of(1, 1), Integer::sum);
        questions.get(1).complete(Map.of(1, "ins_1"));
        assertThat(failing.label(Map.of(1, 1), Integer::sum)).isEqualTo(Map.of("ins_1", 1));
    }

    private Future<Map<Integer, String>> ids(Collection<Integer> numbers) {
        asked.add(List.copyOf(numbers));
        return Future.succeededFuture(
                new HashMap<>(numbers.stream().collect(Collectors.toMap(number -> number, number -> "ins_" + number))));
    }

    private static LaneKey lane(int instance) {
        return new LaneKey(WEBHOOK, instance);
    }

    private static Attempt attempt(int latencyMillis) {
        return new Attempt(1, latencyMillis, 200, null, null);
    }

    private double breaker(String instance) {
        return value("circuit_breaker_state_per_instance{instance=\"" + instance + "\"}");
    }

    private double value(String series) {
        return new Exposition(table).value(series);
    }

    private Map<String, Double> series(String family) {
        return new Exposition(table).series(family);
    }
}
