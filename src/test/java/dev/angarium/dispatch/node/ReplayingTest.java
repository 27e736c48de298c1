package dev.angarium.dispatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.dispatch.Samples;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.dispatch.Subscriber.Request;
import dev.angarium.dispatch.replay.LetterFilter;
import dev.angarium.dispatch.replay.ReplayAnswer;
import dev.angarium.dispatch.replay.ReplayAnswer.Reason;
import dev.angarium.dispatch.replay.ReplayJob;
import dev.angarium.dispatch.replay.ReplayRange;
import dev.angarium.dispatch.replay.ReplayTerms;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import dev.angarium.tenant.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplayingTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final ReplayRange ALL = new ReplayRange(1, 0, Long.MAX_VALUE, List.of(), List.of());

    private DispatchWorld world;
    private Subscriber subscriber;
    private Subscription subscription;
    private InstanceRef instance;

    @BeforeEach
    void start() {
        world = new DispatchWorld(DATABASE);
        subscriber = world.subscriber();
        subscription = world.subscribe(Samples.subscription(subscriber.url())
                .delays(Duration.ofMillis(10))
                .format("raw"));
        instance = world.instance("a-" + world.tenantId);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_range_is_delivered_again_with_the_same_bodies_and_ids() {
        var first = delivered(5);
        var job = accepted(range(new ReplayRange(2, 0, Long.MAX_VALUE, List.of(), List.of())));
        assertThat(job.total()).isEqualTo(4);
        var again = Await.of(subscriber.received(9)).subList(5, 9);
        assertThat(again).extracting(Request::seq).containsExactly(2L, 3L, 4L, 5L);
        assertThat(again)
                .extracting(Request::id)
                .isEqualTo(first.subList(1, 5).stream().map(Request::id).toList());
        assertThat(again)
                .extracting(Request::body)
                .isEqualTo(first.subList(1, 5).stream().map(Request::body).toList());
        assertThat(finished(job)).extracting(ReplayJob::done, ReplayJob::failed).containsExactly(4L, 0L);
    }

    @Test
    void only_the_types_asked_for_come_again() {
        world.commit(instance, "message.received", "c");
        world.commit(instance, "presence.updated", "c");
        world.commit(instance, "message.status", "c");
        Await.of(subscriber.received(3));
        var job = accepted(range(new ReplayRange(1, 0, Long.MAX_VALUE, List.of(), List.of("message.*"))));
        assertThat(job.total()).isEqualTo(2);
        assertThat(Await.of(subscriber.received(5)).subList(3, 5))
                .extracting(Request::seq)
                .containsExactly(1L, 3L);
        finished(job);
    }

    @Test
    void only_what_was_received_in_the_time_comes_again() {
        var events = world.commit(instance, 4);
        Await.of(subscriber.received(4));
        var from = events.get(1).receivedAt();
        var until = events.get(2).receivedAt();
        var expected = events.stream()
                .filter(event -> event.receivedAt() >= from && event.receivedAt() <= until)
                .count();
        var job = accepted(range(new ReplayRange(1, from, until, List.of(), List.of())));
        assertThat(finished(job)).extracting(ReplayJob::total, ReplayJob::done).containsExactly(expected, expected);
        assertThat(subscriber.requests()).hasSize(4 + (int) expected);
    }

    @Test
    void only_the_instances_asked_for_come_again() {
        var other = world.instance("b-" + world.tenantId);
        world.commit(other, 2);
        delivered(3);
        world.until("all came", () -> subscriber.requests().size() == 5);
        var job = accepted(range(new ReplayRange(1, 0, Long.MAX_VALUE, List.of(other.id()), List.of())));
        assertThat(finished(job).done()).isEqualTo(2);
        assertThat(subscriber.requests()).hasSize(7);
    }

    @Test
    void a_dry_run_counts_and_begins_nothing() {
        delivered(3);
        assertThat(Await.of(world.order(
                        (replays, asker) -> replays.range(asker, subscription.id(), ALL, ReplayTerms.DRY_RUN))))
                .isEqualTo(new ReplayAnswer.Counted(3));
        assertThat(DATABASE.count("select count(*) from replay_job where tenant_no = ?", world.tenantNo))
                .isZero();
    }

    @Test
    void a_job_with_nothing_to_do_is_done_at_once() {
        var job = accepted(range(ALL));
        assertThat(job).extracting(ReplayJob::state, ReplayJob::total).containsExactly("done", 0L);
    }

    @Test
    void a_job_survives_a_restart() {
        delivered(3);
        world.stop();
        var job = accepted(range(ALL));
        assertThat(job.state()).isEqualTo("queued");
        world.startAgain();
        assertThat(finished(job).done()).isEqualTo(3);
    }

    @Test
    void a_replay_of_nothing_known_is_refused() {
        assertThat(Await.of(world.order((replays, asker) -> replays.range(asker, "wh-none", ALL, ReplayTerms.USUAL))))
                .isEqualTo(new ReplayAnswer.Refused(Reason.NOT_FOUND));
        assertThat(Await.of(world.order((replays, asker) ->
                        replays.letter(asker, UUID.nameUUIDFromBytes(new byte[1]), Optional.empty()))))
                .isEqualTo(new ReplayAnswer.Refused(Reason.NOT_FOUND));
        DATABASE.execute("update subscription set state = 'paused' where no = ?", subscription.no());
        assertThat(Await.of(world.order(
                        (replays, asker) -> replays.range(asker, subscription.id(), ALL, ReplayTerms.USUAL))))
                .isEqualTo(new ReplayAnswer.Refused(Reason.NOT_ACTIVE));
    }

    @Test
    void another_tenants_job_is_not_seen() {
        var job = accepted(range(ALL));
        assertThat(Await.of(world.replays().find(world.tenantNo, job.id()))).isPresent();
        assertThat(Await.of(world.replays().find(world.tenantNo + 1, job.id()))).isEmpty();
    }

    @Test
    void an_operator_may_switch_replays_off() {
        assertThat(Await.of(world.order(
                        false, (replays, asker) -> replays.range(asker, subscription.id(), ALL, ReplayTerms.USUAL))))
                .isEqualTo(new ReplayAnswer.Refused(Reason.DISABLED));
    }

    @Test
    void a_tenant_has_ten_unfinished_jobs_at_most() {
        delivered(1);
        world.stop();
        for (var made = 0; made < 10; made++) {
            accepted(range(ALL));
        }
        assertThat(range(ALL)).isEqualTo(new ReplayAnswer.Refused(Reason.TOO_MANY_JOBS));
        world.startAgain();
    }

    @Test
    void each_order_is_audited() {
        var job = accepted(range(ALL));
        assertThat(DATABASE.query(
                        "select actor, action, object, details from audit where tenant_no = ?", world.tenantNo))
                .singleElement()
                .satisfies(row -> assertThat(row.values())
                        .containsExactly(
                                "key:1",
                                "replay.create",
                                "webhook:" + subscription.id(),
                                "{\"job\":\"" + job.id() + "\"}"));
    }

    @Test
    void a_dead_letter_is_delivered_again_and_marked() {
        var letter = parked();
        subscriber.answers(200);
        var job = accepted(Await.of(world.order((replays, asker) -> replays.letter(asker, letter, Optional.empty()))));
        assertThat(finished(job)).extracting(ReplayJob::total, ReplayJob::done).containsExactly(1L, 1L);
        var requests = subscriber.requests();
        assertThat(requests.get(2).id()).isEqualTo(requests.get(0).id());
        assertThat(requests.get(2).body()).isEqualTo(requests.get(0).body());
        assertThat(requests.get(2).attempt()).isEqualTo(1);
        assertThat(DATABASE.query(
                        "select replays, replay_job, replayed_at is not null as marked from dead_letter where id = ?",
                        letter))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(1, null, true));
    }

    @Test
    void a_dead_letter_goes_to_another_address_when_asked() {
        var letter = parked();
        var elsewhere = world.subscriber();
        var job = accepted(
                Await.of(world.order((replays, asker) -> replays.letter(asker, letter, Optional.of(elsewhere.url())))));
        assertThat(Await.of(elsewhere.received(1))).extracting(Request::seq).containsExactly(1L);
        assertThat(finished(job).done()).isEqualTo(1);
        assertThat(subscriber.requests()).hasSize(2);
    }

    @Test
    void a_dead_letter_outlives_its_event() {
        var letter = parked();
        DATABASE.execute("delete from event_log where instance = ?", instance.no());
        subscriber.answers(200);
        assertThat(finished(accepted(Await.of(
                                world.order((replays, asker) -> replays.letter(asker, letter, Optional.empty())))))
                        .done())
                .isEqualTo(1);
    }

    @Test
    void a_replay_that_fails_parks_once_more() {
        var letter = parked();
        var job = finished(
                accepted(Await.of(world.order((replays, asker) -> replays.letter(asker, letter, Optional.empty())))));
        assertThat(job).extracting(ReplayJob::done, ReplayJob::failed).containsExactly(0L, 1L);
        world.until(
                "parked once more",
                () -> DATABASE.count(
                                "select count(*) from dead_letter where consumer = ? and from_replay",
                                subscription.no())
                        == 1);
    }

    @Test
    void all_that_match_are_replayed_once() {
        subscriber.answers(422);
        world.commit(instance, "message.received", "c");
        world.commit(instance, "message.status", "c");
        world.commit(instance, "message.received", "c");
        world.until("three are parked", () -> letters() == 3);
        subscriber.answers(200);
        var filter = new LetterFilter(subscription.id(), instance.id(), "message.rec*", "attempts", 0L, null);
        var job =
                accepted(Await.of(world.order((replays, asker) -> replays.letters(asker, filter, ReplayTerms.USUAL))));
        assertThat(finished(job)).extracting(ReplayJob::total, ReplayJob::done).containsExactly(2L, 2L);
        assertThat(subscriber.requests().subList(6, 8)).extracting(Request::seq).containsExactly(1L, 3L);
        assertThat(accepted(Await.of(
                                world.order((replays, asker) -> replays.letters(asker, filter, ReplayTerms.USUAL))))
                        .total())
                .isZero();
    }

    @Test
    void what_belongs_to_a_deleted_subscription_is_given_up() {
        delivered(2);
        world.stop();
        var job = accepted(range(ALL));
        world.delete(subscription);
        world.startAgain();
        assertThat(finished(job)).extracting(ReplayJob::done, ReplayJob::failed).containsExactly(0L, 2L);
    }

    private List<Request> delivered(int count) {
        world.commit(instance, count);
        world.until(
                "all came",
                () -> subscriber.requests().stream()
                                .filter(request -> request.attempt() == 1)
                                .count()
                        >= count);
        return subscriber.requests();
    }

    /** Event 1 is given up after two attempts. */
    private UUID parked() {
        subscriber.answers(422);
        world.commit(instance, 1);
        world.until("a letter is written", () -> letters() == 1);
        return (UUID) java.util.Objects.requireNonNull(
                DATABASE.value("select id from dead_letter where consumer = ?", subscription.no()));
    }

    private long letters() {
        return DATABASE.count("select count(*) from dead_letter where consumer = ?", subscription.no());
    }

    private ReplayAnswer range(ReplayRange range) {
        return Await.of(
                world.order((replays, asker) -> replays.range(asker, subscription.id(), range, ReplayTerms.USUAL)));
    }

    private static ReplayJob accepted(ReplayAnswer answer) {
        return ((ReplayAnswer.Accepted) answer).job();
    }

    private ReplayJob finished(ReplayJob job) {
        world.until("the job is done", () -> found(job).finishedAt().isPresent());
        return found(job);
    }

    private ReplayJob found(ReplayJob job) {
        return Await.of(world.replays().find(world.tenantNo, job.id())).orElseThrow();
    }
}
