package dev.angarium.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.event.OwnedPartition;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.VertxTime;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reader of the log may rely on. */
class EventReaderTest {
    private static final int INSTANCE = 7;
    private static final int WEIGHT = Drafts.draft(INSTANCE, "m1").weight();

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static Vertx vertx;
    private static EventReader reader;

    @BeforeAll
    static void writeNineEvents() {
        vertx = Vertx.vertx();
        var pool = database.pipelinePool(vertx);
        reader = new PgEventReader(pool);
        database.execute("insert into partition_owner (partition, epoch) values (3, 1)");
        var log = new BatchWriter(
                new PgEventLog(pool, new VertxTime(vertx), EventLogMetrics.NONE),
                new PgLogPartitions(pool),
                EventLogMetrics.NONE);
        var rows = IntStream.rangeClosed(1, 9)
                .mapToObj(number -> new WriteBatch.Row(Drafts.draft(INSTANCE, "m" + number), 0, 0))
                .toList();
        Await.of(log.write(new WriteBatch(List.of(new OwnedPartition(3, 1)), rows)));
    }

    @AfterAll
    static void stop() {
        Await.of(vertx.close());
    }

    @Test
    void events_come_in_order_after_the_cursor_up_to_the_limit() {
        assertThat(after(3, 4, 1_000_000)).containsExactly(4L, 5L, 6L, 7L);
        assertThat(after(7, 100, 1_000_000)).containsExactly(8L, 9L);
        assertThat(after(9, 100, 1_000_000)).isEmpty();
    }

    @Test
    void bytes_bound_a_page_but_never_to_nothing() {
        assertThat(after(0, 100, 1)).containsExactly(1L);
        assertThat(after(0, 100, WEIGHT)).containsExactly(1L, 2L);
        assertThat(after(0, 100, 3L * WEIGHT - 1)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void an_event_is_found_whole() {
        var found = Await.of(reader.find(Drafts.instance(INSTANCE), 5)).orElseThrow();
        var draft = Drafts.draft(INSTANCE, "m5");

        assertThat(found).usingRecursiveComparison().isEqualTo(Event.of(draft, 5));
        assertThat(Await.of(reader.find(Drafts.instance(INSTANCE), 10))).isEmpty();
    }

    @Test
    void tails_are_the_last_numbers_and_nought_for_the_unknown() {
        assertThat(Await.of(reader.tails(List.of(INSTANCE, 8)))).isEqualTo(Map.of(INSTANCE, 9L, 8, 0L));
        database.execute("insert into instance_sequence values (8, 41, 1), (7, 2, 1)");
        assertThat(Await.of(reader.tails(List.of(INSTANCE, 8)))).isEqualTo(Map.of(INSTANCE, 9L, 8, 41L));
        assertThat(Await.of(reader.tails(List.of()))).isEmpty();
        database.execute("delete from instance_sequence");
    }

    private static List<Long> after(long seq, int limit, long maxBytes) {
        return Await.of(reader.after(Drafts.instance(INSTANCE), seq, limit, maxBytes)).stream()
                .map(Event::seq)
                .toList();
    }
}
