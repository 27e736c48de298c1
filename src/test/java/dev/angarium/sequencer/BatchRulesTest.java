package dev.angarium.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.Drafts;
import dev.angarium.eventlog.WriteBatch;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.time.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a batch starts, what it takes, and what is refused while the log is slow. The time is moved by hand. */
class BatchRulesTest {
    private static final Partitions PARTITIONS = new Partitions(WritePath.PARTITIONS);

    /** Instances of even partitions and of odd ones: the two may be under way at once. */
    private static final List<Integer> EVEN = instancesWhere(0);

    private static final List<Integer> ODD = instancesWhere(1);

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static int used;

    private final ManualTime time = new ManualTime();
    private WritePath path = open(WritePath.settings(100, 50));

    @BeforeEach
    void takeFreshInstances() {
        used += 5;
    }

    @AfterEach
    void close() {
        path.close();
    }

    @Test
    void with_nothing_under_way_a_lone_draft_goes_at_once() {
        assertThat(Await.of(path.submit(Drafts.draft(even(0), "m"))).httpStatus())
                .isEqualTo(200);
        assertThat(path.gate.sizes()).containsExactly(1);
    }

    @Test
    void beside_one_under_way_the_next_waits_for_a_batch_of_the_other_half() {
        shutWithOneUnderWay(even(0));

        var few = submit(odd(0), 0, 9);
        assertThat(path.gate.sizes()).containsExactly(1);
        var tenth = submit(odd(0), 9, 10);
        assertThat(path.gate.sizes()).containsExactly(1, 10);

        path.gate.open();
        Await.of(Future.join(List.of(few, tenth)));
    }

    @Test
    void beside_one_under_way_the_next_goes_when_one_has_waited_long_enough() {
        shutWithOneUnderWay(even(0));

        var one = submit(odd(0), 0, 1);
        assertThat(path.gate.sizes()).containsExactly(1);
        time.forward(Duration.ofMillis(200));
        settleLoop();
        assertThat(path.gate.sizes()).containsExactly(1, 1);

        path.gate.open();
        Await.of(one);
    }

    @Test
    void an_instance_is_never_in_two_batches_at_once() {
        shutWithOneUnderWay(even(0));

        var many = submit(even(0), 0, 60);
        time.forward(Duration.ofSeconds(1));
        settleLoop();

        assertThat(path.gate.sizes()).containsExactly(1);
        path.gate.open();
        assertThat(Await.of(many)).allMatch(Admission.Committed.class::isInstance);
        assertThat(path.gate.sizes()).containsExactly(1, 50, 10);
    }

    @Test
    void a_full_buffer_refuses_and_recovers() {
        shutWithOneUnderWay(even(0));
        var taken = submit(even(0), 0, 100);

        var refused = Await.of(path.submit(Drafts.draft(even(0), "too much")));

        assertThat(refused).isEqualTo(new Admission.Busy(Duration.ofSeconds(1)));
        var view = Await.of(path.buffers().of(even(0))).orElseThrow();
        assertThat(view).isEqualTo(new Buffers.View(even(0), 100, 100, 1, 102));
        path.gate.open();
        assertThat(Await.of(taken)).allMatch(Admission.Committed.class::isInstance);
        assertThat(Await.of(path.submit(Drafts.draft(even(0), "too much")))).isInstanceOf(Admission.Committed.class);
    }

    @Test
    void a_request_larger_than_the_buffer_is_taken_when_it_is_empty_and_holds_off_others() {
        shutWithOneUnderWay(even(0));
        var large = path.sink.submit(drafts(even(0), 0, 250));
        settleLoop();

        assertThat(Await.of(path.submit(Drafts.draft(even(0), "later")))).isInstanceOf(Admission.Busy.class);
        assertThat(Await.of(path.buffers().of(even(0))).orElseThrow().size()).isEqualTo(100);
        path.gate.open();
        assertThat(Await.of(large)).hasSize(250).allMatch(Admission.Committed.class::isInstance);
    }

    @Test
    void a_request_with_more_drafts_than_places_is_refused_whole() {
        shutWithOneUnderWay(even(0));
        var first = submit(even(0), 0, 60);

        var second = Await.of(path.sink.submit(drafts(even(0), 60, 120)));

        assertThat(second).hasSize(60).allMatch(Admission.Busy.class::isInstance);
        path.gate.open();
        Await.of(first);
    }

    @Test
    void drafts_beyond_the_byte_budget_are_refused() {
        reopen(new PipelineSettings(
                100, 10, 50, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(5), 1_600));
        shutWithOneUnderWay(even(0));
        var taken = submit(odd(0), 0, 5);

        assertThat(Await.of(path.submit(Drafts.draft(odd(1), "one more")))).isInstanceOf(Admission.Busy.class);

        path.gate.open();
        Await.of(taken);
        assertThat(Await.of(path.submit(Drafts.draft(odd(1), "one more")))).isInstanceOf(Admission.Committed.class);
    }

    @Test
    void a_request_of_the_whole_byte_budget_is_taken_beside_small_ones_and_keeps_the_next_out() {
        reopen(new PipelineSettings(
                100, 10, 50, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(5), 10_000));
        shutWithOneUnderWay(even(0));
        var large = path.submit(Drafts.draft(Drafts.instance(odd(0)), "large", "x".repeat(10_000), "chat"));
        settleLoop();

        assertThat(Await.of(path.submit(Drafts.draft(odd(1), "next")))).isInstanceOf(Admission.Busy.class);
        path.gate.open();
        assertThat(Await.of(large)).isInstanceOf(Admission.Committed.class);
    }

    @Test
    void a_tenant_with_a_long_queue_delays_another_by_no_more_than_a_batch() {
        var noisy = new InstanceRef(even(0), "noisy", 1, "noisy");
        var quiet = new InstanceRef(even(1), "quiet", 2, "quiet");
        Await.of(path.submit(Drafts.draft(quiet, "warm", "warm", "chat")));
        shutWithOneUnderWay(even(0));
        var flood = path.sink.submit(IntStream.range(0, 100)
                .mapToObj(number -> Drafts.draft(noisy, "f" + number, "f", "chat"))
                .toList());
        settleLoop();
        var single = path.submit(Drafts.draft(quiet, "single", "s", "chat"));
        settleLoop();

        path.gate.open();
        Await.of(flood);
        Await.of(single);

        assertThat(batchWith("single")).isEqualTo(2);
    }

    @Test
    void what_waited_too_long_is_busy_and_what_was_under_way_is_unknown() {
        path.gate.shut();
        var underWay = path.submit(Drafts.draft(even(0), "under way"));
        awaitBatches(1);
        var waiting = path.submit(Drafts.draft(even(0), "waiting"));
        settleLoop();

        time.forward(Duration.ofSeconds(11));

        assertThat(Await.of(underWay)).isInstanceOf(Admission.Unknown.class);
        assertThat(Await.of(waiting)).isInstanceOf(Admission.Busy.class);
        path.gate.open();
        assertThat(Await.of(path.submit(Drafts.draft(even(0), "under way")))).isInstanceOf(Admission.Duplicate.class);
    }

    private void shutWithOneUnderWay(int instance) {
        Await.of(path.sink.submit(
                List.of(Drafts.draft(instance, "warm"), Drafts.draft(odd(0), "warm"), Drafts.draft(odd(1), "warm"))));
        path.gate.seen.clear();
        path.gate.shut();
        path.submit(Drafts.draft(instance, "first"));
        awaitBatches(1);
    }

    private void awaitBatches(int count) {
        while (path.gate.batches() < count) {
            settleLoop();
        }
    }

    private Future<List<Admission>> submit(int instance, int from, int to) {
        var submitted = path.sink.submit(drafts(instance, from, to));
        settleLoop();
        return submitted;
    }

    /** Over the context this thread submits on, then over the sequencer's: what was sent before is taken in and acted upon. */
    private void settleLoop() {
        var sent = Promise.<Void>promise();
        path.vertx.getOrCreateContext().runOnContext(go -> sent.complete());
        Await.of(sent.future());
        for (var turn = 0; turn < 3; turn++) {
            Await.of(path.buffers().sum(0));
        }
    }

    private int batchWith(String id) {
        var batches = new ArrayList<>(path.gate.seen);
        for (var at = 0; at < batches.size(); at++) {
            if (ids(batches.get(at)).contains("correlation-" + id)) {
                return at + 1;
            }
        }
        throw new AssertionError("in no batch");
    }

    private static List<String> ids(WriteBatch batch) {
        return batch.rows().stream().map(row -> row.draft().correlationId()).toList();
    }

    private static List<Draft> drafts(int instance, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> Drafts.draft(instance, "m" + number))
                .toList();
    }

    private WritePath open(PipelineSettings settings) {
        return new WritePath(WritePath.pools(database), settings, vertx -> time);
    }

    private void reopen(PipelineSettings settings) {
        path.close();
        path = open(settings);
    }

    private static int even(int which) {
        return EVEN.get(used + which);
    }

    private static int odd(int which) {
        return ODD.get(used + which);
    }

    private static List<Integer> instancesWhere(int parity) {
        return IntStream.range(1, 2_000)
                .filter(no -> PARTITIONS.of(no) % 2 == parity)
                .boxed()
                .toList();
    }
}
