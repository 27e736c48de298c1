package dev.angarium.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.Event;
import dev.angarium.eventlog.Drafts;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a caller of the sink may rely on, on the whole write path. Each test has instances of its own. */
class WritePathTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static WritePath path;

    @BeforeAll
    static void start() {
        path = new WritePath(WritePath.pools(database), WritePath.settings(100, 50));
    }

    @AfterAll
    static void stop() {
        path.close();
    }

    @Test
    void drafts_of_one_request_are_numbered_in_their_order() {
        var drafts = IntStream.range(0, 30)
                .mapToObj(number -> Drafts.draft(101 + number % 3, "m" + number))
                .toList();

        var admissions = Await.of(path.sink.submit(drafts));

        for (var number = 0; number < 30; number++) {
            assertThat(seqOf(admissions.get(number))).isEqualTo(1 + number / 3);
            assertThat(idOf(admissions.get(number)).instanceNo()).isEqualTo(101 + number % 3);
        }
    }

    @Test
    void an_empty_request_is_settled_at_once() {
        assertThat(Await.of(path.sink.submit(List.of()))).isEmpty();
    }

    @Test
    void a_resend_is_answered_with_the_first_number_and_adds_nothing() {
        Await.of(path.submit(Drafts.draft(110, "first")));
        var second = Await.of(path.submit(Drafts.draft(110, "second")));

        var again = Await.of(path.submit(Drafts.draft(110, "second")));

        assertThat(second).isInstanceOf(Admission.Committed.class);
        assertThat(again).isInstanceOf(Admission.Duplicate.class);
        assertThat(idOf(again)).isEqualTo(idOf(second));
        assertThat(seqOf(Await.of(path.submit(Drafts.draft(110, "third"))))).isEqualTo(3);
    }

    @Test
    void copies_in_one_request_become_one_event() {
        var drafts = List.of(Drafts.draft(111, "a"), Drafts.draft(111, "a"), Drafts.draft(111, "b"));

        var admissions = Await.of(path.sink.submit(drafts));

        assertThat(admissions.get(0)).isInstanceOf(Admission.Committed.class);
        assertThat(admissions.get(1)).isEqualTo(new Admission.Duplicate(idOf(admissions.get(0))));
        assertThat(seqOf(admissions.get(2))).isEqualTo(2);
    }

    @Test
    void committed_events_are_heard_in_order_and_found_in_the_log() {
        var instance = Drafts.instance(112);
        Await.of(Future.join(path.submitEach(112, 0, 60)));

        assertThat(path.heard.stream().filter(event -> event.instance().no() == 112))
                .extracting(Event::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
        assertThat(Await.of(path.reader.after(instance, 0, 100, 1_000_000)))
                .extracting(Event::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
    }

    @Test
    void a_known_key_with_other_content_keeps_the_first_and_is_told_once_a_minute() {
        var first = Await.of(path.submit(Drafts.draft(Drafts.instance(113), "k", "one", "chat")));

        var second = Await.of(path.submit(Drafts.draft(Drafts.instance(113), "k", "two", "chat")));
        Await.of(path.submit(Drafts.draft(Drafts.instance(113), "k", "three", "chat")));
        Await.of(path.submit(Drafts.draft(Drafts.instance(113), "other", "x", "chat")));

        assertThat(second).isEqualTo(new Admission.Duplicate(idOf(first)));
        assertThat(path.conflicts).filteredOn(id -> id.instanceNo() == 113).containsExactly(idOf(first));
    }

    @Test
    void one_poison_event_in_a_batch_is_kept_unparsed_and_the_others_are_not_touched() {
        var drafts = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(number -> Drafts.draft(114, "m" + number))
                .toList());
        drafts.set(23, Drafts.draft(Drafts.instance(114), "m23", "poison", "chat\u0000"));

        var admissions = Await.of(path.sink.submit(drafts));

        assertThat(admissions).allMatch(Admission.Committed.class::isInstance);
        assertThat(admissions)
                .extracting(WritePathTest::seqOf)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
        assertThat(database.query("select seq, type, convert_from(data, 'UTF8') as data from event_log"
                        + " where instance = 114 and type like 'provider.%'"))
                .singleElement()
                .isEqualTo(java.util.Map.of(
                        "seq", 24L, "type", "provider.unparsed", "data", "{\"type\":\"message.received\"}"));
        assertThat(database.query("select seq, type, reason from quarantine where instance = 114"))
                .singleElement()
                .isEqualTo(java.util.Map.of("seq", 24L, "type", "message.received", "reason", "22021"));
        assertThat(seqOf(Await.of(path.submit(Drafts.draft(114, "next"))))).isEqualTo(51);
    }

    @Test
    void a_partition_that_somebody_claimed_is_claimed_again_and_numbers_go_on() {
        Await.of(Future.join(path.submitEach(115, 0, 5)));
        database.execute("update partition_owner set epoch = epoch + 1");

        var admissions = Await.of(path.sink.submit(IntStream.range(5, 10)
                .mapToObj(number -> Drafts.draft(115, "m" + number))
                .toList()));

        assertThat(admissions).extracting(WritePathTest::seqOf).containsExactly(6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void a_day_without_a_partition_is_made_when_it_is_met() {
        Await.of(path.submit(Drafts.draft(116, "before")));
        database.execute("select event_log_drop((now() at time zone 'UTC')::date)");

        assertThat(seqOf(Await.of(path.submit(Drafts.draft(116, "after"))))).isEqualTo(2);
    }

    @Test
    void an_instance_that_was_silent_until_all_its_partitions_went_never_starts_again() {
        Await.of(Future.join(path.submitEach(117, 0, 7)));
        database.execute("select event_log_drop((now() at time zone 'UTC')::date)");
        database.execute("select event_log_make((now() at time zone 'UTC')::date, 2)");
        try (var later = new WritePath(WritePath.pools(database), WritePath.settings(100, 50))) {
            assertThat(seqOf(Await.of(later.submit(Drafts.draft(117, "a month later")))))
                    .isEqualTo(8);
        }
    }

    @Test
    void keys_are_known_for_two_generations_and_forgotten_after_that() {
        var first = Await.of(path.submit(Drafts.draft(118, "k")));
        database.execute("select event_dedupe_rotate(now() + interval '8 days')");
        database.execute("update dedupe_generation set since = now()");

        assertThat(Await.of(path.submit(Drafts.draft(118, "k")))).isEqualTo(new Admission.Duplicate(idOf(first)));

        database.execute("select event_dedupe_rotate(now() + interval '8 days')");
        database.execute("update dedupe_generation set since = now()");
        assertThat(database.value("select event_dedupe_drop()")).isEqualTo(1);
        assertThat(seqOf(Await.of(path.submit(Drafts.draft(118, "k"))))).isEqualTo(2);
    }

    @Test
    void sessions_that_are_killed_at_random_lose_and_double_nothing() {
        var answers = new ArrayList<Future<Admission>>();
        for (var round = 0; round < 40; round++) {
            for (var number = round * 25; number < round * 25 + 25; number++) {
                answers.add(untilWritten(Drafts.draft(120 + round % 4, "m" + number)));
            }
            database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and application_name = 'angarium-pipeline'");
        }
        Await.of(Future.join(answers));

        assertThat(answers.stream().map(answer -> idOf(answer.result()))).doesNotHaveDuplicates();
        assertThat(database.query("select instance, count(*) as n, min(seq) as first, max(seq) as last"
                        + " from event_log where instance between 120 and 123 group by instance"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row).containsEntry("n", 250L).containsEntry("first", 1L))
                .allSatisfy(row -> assertThat(row).containsEntry("last", 250L));
        for (var number = 0; number < answers.size(); number++) {
            var id = idOf(answers.get(number).result());
            assertThat(database.count(
                            "select count(*) from event_dedupe where instance = ? and key = ? and seq = ?",
                            id.instanceNo(),
                            Drafts.key(id.instanceNo(), "m" + number),
                            id.seq()))
                    .isOne();
        }
    }

    /** As a provider does: again after 503 and 504. */
    private static Future<Admission> untilWritten(Draft draft) {
        return path.submit(draft)
                .compose(admission ->
                        admission.httpStatus() == 200 ? Future.succeededFuture(admission) : untilWritten(draft));
    }

    @Test
    void a_flush_answers_when_what_waited_is_written() {
        var answers = path.submitEach(125, 0, 80);
        var sent = Promise.<Void>promise(); // they leave on this thread's context: what is asked next comes after them
        path.vertx.getOrCreateContext().runOnContext(go -> sent.complete());
        Await.of(sent.future());

        var flushed = Await.of(path.buffers().flush(125, Duration.ofSeconds(5)));

        assertThat(flushed.complete()).isTrue();
        assertThat(database.count("select count(*) from event_log where instance = 125"))
                .isEqualTo(80);
        assertThat(Await.of(path.buffers().of(125)).orElseThrow().totalEvents()).isEqualTo(80);
        Await.of(Future.join(answers));
    }

    private static long seqOf(Admission admission) {
        return idOf(admission).seq();
    }

    private static dev.angarium.event.EventId idOf(Admission admission) {
        if (admission instanceof Admission.Committed committed) {
            return committed.id();
        }
        if (admission instanceof Admission.Duplicate duplicate) {
            return duplicate.id();
        }
        throw new AssertionError("not written: " + admission);
    }
}
