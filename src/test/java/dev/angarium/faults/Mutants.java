package dev.angarium.faults;

import dev.angarium.harness.Patch;
import dev.angarium.harness.Patch.Edit;

/** Brokers that each break one promise: the checker must see every one of them. */
final class Mutants {
    private static final String EPOCH_CHECK =
            "join partition_owner o on o.partition = f.partition and o.epoch = f.epoch";

    /** The answer goes out first, the write a little later. */
    static final Patch ACKNOWLEDGES_BEFORE_COMMIT = Patch.of(
            "acknowledges-before-commit",
            new Edit(
                    "sequencer/Writes.java",
                    "        parts.log().write(new WriteBatch(batch.fences, batch.rows)).onComplete(",
                    "        writtenLater(batch).onComplete("),
            new Edit(
                    "sequencer/Writes.java",
                    "    private void fill(Batch batch, Rota rota) {",
                    """
                        private io.vertx.core.Future<List<RowResult>> writtenLater(Batch batch) {
                            var last = new HashMap<Integer, Long>();
                            for (var at = 0; at < batch.rows.size(); at++) {
                                var row = batch.rows.get(at);
                                var no = row.draft().instance().no();
                                var seq = last.getOrDefault(no, row.lastSeq()) + 1;
                                last.put(no, seq);
                                answers.settle(
                                        batch.pendings.get(at),
                                        new Admission.Committed(Event.of(row.draft(), seq).id()));
                            }
                            answers.send();
                            var later = io.vertx.core.Promise.<List<RowResult>>promise();
                            time.after(Duration.ofMillis(100), () -> parts.log()
                                    .write(new WriteBatch(batch.fences, batch.rows))
                                    .onComplete(later));
                            return later.future();
                        }

                        private void fill(Batch batch, Rota rota) {"""));

    /** Numbers are drawn as from a sequence of the database: what is drawn and not used is lost. */
    static final Patch NUMBERS_BY_A_SEQUENCE = Patch.of(
            "numbers-by-a-sequence",
            new Edit(
                    "eventlog/BatchWriter.java",
                    "var seq = last.getOrDefault(instance, lastSeq.getOrDefault(instance, 0L)) + 1;",
                    """
                    var seq = DRAWN.merge(
                            instance, lastSeq.getOrDefault(instance, 0L) + 1, (drawn, first) -> drawn + 1);"""),
            new Edit(
                    "eventlog/BatchWriter.java",
                    "    private static final class Work {",
                    """
                        private static final java.util.concurrent.ConcurrentMap<Integer, Long> DRAWN =
                                new java.util.concurrent.ConcurrentHashMap<>();

                        private static final class Work {"""));

    /** A former owner goes on writing. */
    static final Patch SKIPS_THE_EPOCH_CHECK = Patch.of(
            "skips-the-epoch-check",
            new Edit(
                    "eventlog/PgEventLog.java",
                    EPOCH_CHECK,
                    "join partition_owner o on o.partition = f.partition and f.epoch > 0",
                    2),
            new Edit(
                    "lane/progress/PgLaneProgress.java",
                    EPOCH_CHECK,
                    "join partition_owner o on o.partition = f.partition and f.epoch > 0"));

    /** While an event waits for its next try, those behind it go on. */
    static final Patch RETRIES_WITHOUT_HEAD_OF_LINE = Patch.of(
            "retries-without-head-of-line",
            new Edit("lane/window/Window.java", "rules.ordering()", "Ordering.NONE", 6));

    /** What is about to be delivered counts as delivered. */
    static final Patch MOVES_THE_CURSOR_BEFORE_THE_POST = Patch.of(
            "moves-the-cursor-before-the-post",
            new Edit(
                    "lane/engine/Steps.java",
                    "        lane.stepBegan();\n",
                    "        lane.stepBegan();\n        ledger.settle(events);\n"));

    private Mutants() {}
}
