package dev.angarium.eventlog;

import dev.angarium.event.Draft;
import dev.angarium.event.Event;
import dev.angarium.event.EventTypes;
import dev.angarium.event.OwnedPartition;
import dev.angarium.eventlog.LogStatement.Outcome;
import dev.angarium.eventlog.LogStatement.Proposal;
import dev.angarium.eventlog.LogStatement.Quarantined;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns a batch into statements: one as a rule; after a missing partition a second; where PostgreSQL refuses the data,
 * halves, in order, down to the one event that is then kept as {@code provider.unparsed}.
 */
public final class BatchWriter implements LogWriter {
    private static final Log LOG = Log.of(BatchWriter.class);

    private final LogStatement statement;
    private final PgLogPartitions partitions;
    private final EventLogMetrics metrics;

    public BatchWriter(LogStatement statement, PgLogPartitions partitions, EventLogMetrics metrics) {
        this.statement = statement;
        this.partitions = partitions;
        this.metrics = metrics;
    }

    @Override
    public Future<List<RowResult>> write(WriteBatch batch) {
        var work = new Work(batch);
        return writeRange(work, new Range(0, work.first.size())).map(done -> work.results());
    }

    private Future<Void> writeRange(Work work, Range range) {
        var rows = work.propose(range);
        return runWithPartition(work.fences, rows).compose(outcome -> {
            if (!(outcome instanceof Outcome.Refused refused)) {
                work.settle(range, rows, outcome);
                return Future.succeededFuture();
            }
            return range.size() == 1 ? quarantine(work, range, refused) : bisect(work, range);
        });
    }

    /** One statement; where today's partition is missing it is made and the statement is tried once more. */
    private Future<Outcome> runWithPartition(List<OwnedPartition> fences, List<Proposal> rows) {
        return statement.run(fences, rows).compose(outcome -> {
            if (!(outcome instanceof Outcome.NoPartition)) {
                return Future.succeededFuture(outcome);
            }
            LOG.error("The log had no partition for today; making it now", Fields.of());
            metrics.partitionMissing();
            return partitions
                    .makeAhead()
                    .compose(made -> statement.run(fences, rows))
                    .recover(failure -> Future.succeededFuture(new Outcome.Undone(RowResult.AWAY)));
        });
    }

    /** The second half is not tried where the first was not settled: its events would overtake those. */
    private Future<Void> bisect(Work work, Range range) {
        metrics.bisected(range.size());
        var second = range.secondHalf();
        return writeRange(work, range.firstHalf()).compose(done -> {
            if (work.undone(range.firstHalf())) {
                work.settle(second, work.propose(second), new Outcome.Undone(RowResult.STALE));
                return Future.succeededFuture();
            }
            return writeRange(work, second);
        });
    }

    private Future<Void> quarantine(Work work, Range range, Outcome.Refused refused) {
        var refusedRow = work.propose(range).get(0);
        var row = new Proposal(unparsed(refusedRow.draft()), refusedRow.fence(), refusedRow.seq());
        var why = new Quarantined(harmless(refusedRow.draft().type()), refused.sqlState());
        return statement.runQuarantined(work.fences, row, why).map(outcome -> {
            var twice = outcome instanceof Outcome.Refused;
            work.settle(range, List.of(row), twice ? new Outcome.Undone(RowResult.STALE) : outcome);
            if (outcome.equals(Outcome.Done.ALL)) {
                LOG.warn(
                        "PostgreSQL refused an event; it is kept unparsed",
                        Fields.of().code(why.reason()));
                metrics.quarantined();
            }
            return null;
        });
    }

    private static Draft unparsed(Draft draft) {
        var hint = new JsonObject().put("type", harmless(draft.type())).encode();
        return new Draft(
                draft.instance(),
                draft.key(),
                draft.fingerprint(),
                EventTypes.UNPARSED,
                null,
                draft.receivedAt(),
                draft.occurredAt(),
                harmless(draft.correlationId()),
                hint.getBytes(StandardCharsets.UTF_8),
                draft.raw());
    }

    /** Printable ASCII, at most 128 characters: PostgreSQL takes that whatever was wrong with the rest. */
    private static String harmless(String text) {
        var printable = text.replaceAll("[^ -~]", "?");
        return printable.length() > 128 ? printable.substring(0, 128) : printable;
    }

    /** A part of the batch's unique rows. */
    private record Range(int from, int to) {
        int size() {
            return to - from;
        }

        Range firstHalf() {
            return new Range(from, from + size() / 2);
        }

        Range secondHalf() {
            return new Range(from + size() / 2, to);
        }
    }

    private record Key(int instance, UUID key) {}

    /** A batch while it is written. Two rows with one key are written once; the later gets the first one's result. */
    private static final class Work {
        private final List<OwnedPartition> fences;
        private final List<WriteBatch.Row> first;
        private final int[] firstOf;
        private final RowResult[] settled;
        private final Map<Integer, Long> lastSeq = new HashMap<>();

        Work(WriteBatch batch) {
            fences = batch.fences();
            first = new ArrayList<>(batch.rows().size());
            firstOf = new int[batch.rows().size()];
            var seen = new HashMap<Key, Integer>(batch.rows().size() * 2);
            for (var at = 0; at < firstOf.length; at++) {
                var row = batch.rows().get(at);
                var draft = row.draft();
                var before = seen.putIfAbsent(new Key(draft.instance().no(), draft.key()), first.size());
                firstOf[at] = before == null ? first.size() : before;
                if (before == null) {
                    first.add(row);
                    lastSeq.putIfAbsent(draft.instance().no(), row.lastSeq());
                }
            }
            settled = new RowResult[first.size()];
        }

        List<Proposal> propose(Range range) {
            var proposals = new ArrayList<Proposal>(range.size());
            var last = new HashMap<Integer, Long>();
            for (var row : first.subList(range.from, range.to)) {
                var instance = row.draft().instance().no();
                var seq = last.getOrDefault(instance, lastSeq.getOrDefault(instance, 0L)) + 1;
                last.put(instance, seq);
                proposals.add(new Proposal(row.draft(), row.fence(), seq));
            }
            return proposals;
        }

        void settle(Range range, List<Proposal> rows, Outcome outcome) {
            var knownBefore = new HashMap<Integer, Long>();
            for (var at = 0; at < rows.size(); at++) {
                settled[range.from + at] = resultOf(rows.get(at), at, outcome, knownBefore);
            }
        }

        private RowResult resultOf(Proposal row, int at, Outcome outcome, Map<Integer, Long> knownBefore) {
            if (outcome instanceof Outcome.Done done) {
                return resultOf(row, at, done, knownBefore);
            }
            return outcome instanceof Outcome.Undone undone ? undone.each() : RowResult.AWAY;
        }

        /** The statement's own rule: a number is its proposal less the known keys of the instance before it. */
        private RowResult resultOf(Proposal row, int at, Outcome.Done done, Map<Integer, Long> knownBefore) {
            if (done.fenced().contains(row.fence())) {
                return RowResult.FENCED;
            }
            var instance = row.draft().instance().no();
            var known = done.known().get(at);
            if (known != null) {
                knownBefore.merge(instance, 1L, Long::sum);
                return new RowResult.Duplicate(known.first(), known.fingerprint());
            }
            var seq = row.seq() - knownBefore.getOrDefault(instance, 0L);
            lastSeq.put(instance, seq);
            return new RowResult.Committed(Event.of(row.draft(), seq));
        }

        boolean undone(Range range) {
            for (var at = range.from; at < range.to; at++) {
                if (!settled[at].isSettled()) {
                    return true;
                }
            }
            return false;
        }

        List<RowResult> results() {
            var results = new ArrayList<RowResult>(firstOf.length);
            var told = new boolean[settled.length];
            for (var index : firstOf) {
                results.add(told[index] ? again(index) : settled[index]);
                told[index] = true;
            }
            return Collections.unmodifiableList(results);
        }

        private RowResult again(int index) {
            if (!(settled[index] instanceof RowResult.Committed committed)) {
                return settled[index];
            }
            var fingerprint = first.get(index).draft().fingerprint();
            return new RowResult.Duplicate(committed.event().id(), fingerprint);
        }
    }
}
