package dev.angarium.bench;

import dev.angarium.harness.BrokerDatabase;
import io.vertx.core.json.JsonObject;

/**
 * What PostgreSQL has done so far, by its own statistics (about a second late); differences are what a scenario cost.
 *
 * @param inserted rows, those of cursors aside
 * @param updated rows, those of cursors aside
 * @param cursors rows of cursors, written anew or again
 * @param tableBytes of the log, its keys and the delivery log, with their indexes
 */
record DatabaseFigures(long commits, long inserted, long updated, long cursors, long walBytes, long tableBytes) {
    private static final String COMMITS = "select xact_commit from pg_stat_database where datname = current_database()";
    private static final String ROWS =
            "select coalesce(sum(%s), 0) from pg_stat_user_tables where relname %s 'lane_cursor%%'";
    private static final String WAL = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";
    private static final String BYTES =
            """
            select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint from pg_class
            where relkind = 'r' and relname ~ '^(event_log|event_dedupe|delivery_attempt)_'""";

    static DatabaseFigures of(BrokerDatabase database) {
        return new DatabaseFigures(
                database.number(COMMITS),
                database.number(ROWS.formatted("n_tup_ins", "not like")),
                database.number(ROWS.formatted("n_tup_upd", "not like")),
                database.number(ROWS.formatted("n_tup_ins + n_tup_upd", "like")),
                database.number(WAL),
                database.number(BYTES));
    }

    DatabaseFigures since(DatabaseFigures before) {
        return new DatabaseFigures(
                commits - before.commits,
                inserted - before.inserted,
                updated - before.updated,
                cursors - before.cursors,
                walBytes - before.walBytes,
                tableBytes - before.tableBytes);
    }

    /** For each event. */
    JsonObject over(double events) {
        return new JsonObject()
                .put("rowsInserted", Figures.round(inserted / events))
                .put("rowsUpdated", Figures.round(updated / events))
                .put("cursorRows", Figures.round(cursors / events))
                .put("commits", Figures.round(commits / events))
                .put("walBytes", Math.round(walBytes / events))
                .put("tableBytes", Math.round(tableBytes / events));
    }
}
