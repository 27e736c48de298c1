package dev.angarium.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.OwnedPartition;
import dev.angarium.event.Partitions;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Several writers that each believe in their ownership write overlapping keys to the same instances while partitions
 * are taken over from them again and again.
 */
class WriteRaceTest {
    private static final int PARTITIONS = 8;
    private static final int INSTANCES = 40;
    private static final int KEYS = 600;
    private static final int WRITERS = 4;
    private static final int TAKE_OVERS = 400;
    private static final String CLAIM =
            """
            with due as materialized (
              select partition from partition_owner where partition = any($1::int[]) order by partition for update)
            update partition_owner o set epoch = o.epoch + 1 from due where o.partition = due.partition
            returning o.partition, o.epoch""";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static Vertx vertx;
    private static Pool pool;

    private final Partitions partitions = new Partitions(PARTITIONS);
    private final AtomicInteger fenced = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private final AtomicInteger contradictions = new AtomicInteger();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        pool = database.pipelinePool(vertx);
        database.execute("insert into partition_owner (partition, epoch) select p, 0 from generate_series(0, 7) p");
    }

    @AfterAll
    static void stop() {
        Await.of(vertx.close());
    }

    @Test
    void writers_that_are_taken_over_leave_no_gap_no_double_and_mistake_nothing() {
        var writers = new ArrayList<Writer>();
        for (var number = 0; number < WRITERS; number++) {
            writers.add(new Writer(number));
        }
        var done = writers.stream().map(Writer::start).toList();
        Await.of(Future.join(done));

        assertThat(database.count("select count(*) from event_log")).isEqualTo((long) INSTANCES * KEYS);
        assertThat(database.count("select count(distinct (instance, key)) from event_dedupe"))
                .isEqualTo((long) INSTANCES * KEYS);
        assertThat(
                        database.count(
                                """
                        select count(*) from (
                          select instance from event_log group by instance
                          having min(seq) <> 1 or max(seq) <> count(*) or count(distinct seq) <> count(*)) gaps"""))
                .isZero();
        assertThat(told).hasSize(INSTANCES * KEYS);
        told.forEach((key, seq) -> assertThat(seq).isPositive());
        assertThat(database.query("select instance, seq, convert_from(data, 'UTF8') as data from event_log"))
                .allSatisfy(row -> {
                    var id = String.valueOf(row.get("data")).replaceAll(".*:\"|\"}", "");
                    assertThat(told.get(row.get("instance") + "|" + id)).isEqualTo(row.get("seq"));
                });
        assertThat(contradictions).hasValue(0);
        assertThat(fenced).hasPositiveValue();
        assertThat(duplicates).hasPositiveValue();
    }

    /** Writes every key of every instance, whoever else does; takes over what it does not hold. */
    private final class Writer {
        private final BatchWriter log = new BatchWriter(
                new PgEventLog(pool, new VertxTime(vertx), EventLogMetrics.NONE),
                new PgLogPartitions(pool),
                EventLogMetrics.NONE);
        private final PgEventReader reader = new PgEventReader(pool);
        private final SplittableRandom random;
        private final Map<Integer, Long> epochs = new HashMap<>();
        private final Map<Integer, Long> lastSeqs = new HashMap<>();
        private final Map<Integer, List<String>> left = new HashMap<>();
        private final Promise<Void> done = Promise.promise();
        private int takeOvers;

        Writer(int number) {
            random = new SplittableRandom(number);
            for (var instance = 1; instance <= INSTANCES; instance++) {
                var keys = new ArrayList<String>();
                for (var key = 0; key < KEYS; key++) {
                    keys.add("k" + key);
                }
                Collections.rotate(keys, random.nextInt(KEYS));
                left.put(instance, keys);
            }
        }

        Future<Void> start() {
            vertx.runOnContext(go -> step());
            return done.future();
        }

        private void step() {
            if (left.isEmpty()) {
                done.complete();
                return;
            }
            ownSomething()
                    .compose(owned -> write())
                    .onSuccess(written -> step())
                    .onFailure(done::tryFail);
        }

        /** Takes over a random partition now and then, and whatever is needed to go on. */
        private Future<Void> ownSomething() {
            if (!epochs.isEmpty() && (takeOvers > TAKE_OVERS || random.nextInt(4) > 0)) {
                return Future.succeededFuture();
            }
            takeOvers++;
            var wanted = takeOvers > TAKE_OVERS ? neededPartitions() : List.of(random.nextInt(PARTITIONS));
            return pool.preparedQuery(CLAIM)
                    .execute(Tuple.wrap(List.of((Object) wanted.toArray(Integer[]::new))))
                    .compose(rows -> {
                        rows.forEach(row -> epochs.put(row.getInteger(0), row.getLong(1)));
                        var instances = left.keySet().stream()
                                .filter(instance -> wanted.contains(partitions.of(instance)))
                                .toList();
                        return reload(instances);
                    });
        }

        private List<Integer> neededPartitions() {
            return left.keySet().stream().map(partitions::of).distinct().toList();
        }

        private Future<Void> reload(Collection<Integer> instances) {
            return reader.tails(instances).map(tails -> {
                lastSeqs.putAll(tails);
                return null;
            });
        }

        private Future<Void> write() {
            var fences = epochs.entrySet().stream()
                    .map(held -> new OwnedPartition(held.getKey(), held.getValue()))
                    .toList();
            var rows = new ArrayList<WriteBatch.Row>();
            for (var at = 0; at < fences.size(); at++) {
                for (var instance : left.keySet()) {
                    if (partitions.of(instance) == fences.get(at).partition()) {
                        addRows(rows, instance, at);
                    }
                }
            }
            return log.write(new WriteBatch(fences, rows)).compose(results -> settle(fences, rows, results));
        }

        private void addRows(List<WriteBatch.Row> rows, int instance, int fence) {
            for (var key :
                    leftOf(instance).subList(0, Math.min(5, leftOf(instance).size()))) {
                rows.add(new WriteBatch.Row(Drafts.draft(instance, key), fence, lastSeqs.getOrDefault(instance, 0L)));
            }
        }

        private Future<Void> settle(List<OwnedPartition> fences, List<WriteBatch.Row> rows, List<RowResult> results) {
            var stale = new ArrayList<Integer>();
            for (var at = 0; at < rows.size(); at++) {
                var draft = rows.get(at).draft();
                var instance = draft.instance().no();
                var id = draft.correlationId().replace("correlation-", "");
                if (results.get(at) instanceof RowResult.Committed committed) {
                    lastSeqs.put(instance, committed.event().seq());
                    tell(instance, id, committed.event().seq());
                } else if (results.get(at) instanceof RowResult.Duplicate known) {
                    duplicates.incrementAndGet();
                    tell(instance, id, known.first().seq());
                } else if (results.get(at) instanceof RowResult.Fenced) {
                    fenced.incrementAndGet();
                    epochs.remove(fences.get(rows.get(at).fence()).partition());
                } else {
                    assertThat(results.get(at)).isEqualTo(RowResult.STALE);
                    stale.add(instance);
                }
            }
            return stale.isEmpty() ? Future.succeededFuture() : reload(stale);
        }

        private void tell(int instance, String id, long seq) {
            var before = told.putIfAbsent(instance + "|" + id, seq);
            if (before != null && before != seq) {
                contradictions.incrementAndGet();
            }
            leftOf(instance).remove(id);
            if (leftOf(instance).isEmpty()) {
                left.remove(instance);
            }
        }

        private List<String> leftOf(int instance) {
            return left.getOrDefault(instance, List.of());
        }
    }
}
