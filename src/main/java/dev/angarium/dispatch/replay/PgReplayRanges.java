package dev.angarium.dispatch.replay;

import dev.angarium.dispatch.replay.PgReplays.Share;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Finds out which events a range means. Runs inside a tenant's transaction. */
final class PgReplayRanges {
    private static final String FIND_ACTIVE =
            """
            select no, events, instances from subscription
            where id = $1 and state = 'active' and deleted_at is null""";

    private static final String EXISTS = "select 1 from subscription where id = $1 and deleted_at is null";

    /** Counted by type, so that the filter's words need no second meaning in SQL. Buckets follow PostgreSQL's clock. */
    private static final String COUNT =
            """
            select l.instance, l.type, count(*), min(l.seq), max(l.seq)
            from instance i join event_log l on l.instance = i.no
            where (cardinality($1::text[]) = 0 or i.id = any($1)) and (cardinality($2::text[]) = 0 or i.id = any($2))
              and l.seq >= $3 and l.received_at between $4 and $5
              and l.bucket >= (to_timestamp(least($4, 253402300799000) / 1000.0) at time zone 'UTC')::date - 1
            group by l.instance, l.type""";

    private static final String UNKNOWN =
            """
            select asked.at::int - 1 from unnest($1::text[]) with ordinality asked(id, at)
            where not exists (select from instance i where i.id = asked.id) order by asked.at""";

    private PgReplayRanges() {}

    static Future<List<Integer>> unknownInstances(SqlConnection connection, ReplayRange range) {
        if (range.instances().isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var asked = Tuple.wrap(List.of((Object) range.instances().toArray(String[]::new)));
        return connection.preparedQuery(UNKNOWN).execute(asked).map(rows -> rows.stream()
                .map(row -> row.getInteger(0))
                .toList());
    }

    /** Empty where there is no such subscription, or it is not active. */
    static Future<Optional<List<Share>>> find(SqlConnection connection, String webhookId, ReplayRange range) {
        return connection
                .preparedQuery(FIND_ACTIVE)
                .execute(Tuple.of(webhookId))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    return count(connection, rows.iterator().next(), range).map(Optional::of);
                });
    }

    static Future<Boolean> exists(SqlConnection connection, String webhookId) {
        return connection.preparedQuery(EXISTS).execute(Tuple.of(webhookId)).map(rows -> rows.size() > 0);
    }

    private static Future<List<Share>> count(SqlConnection connection, Row subscription, ReplayRange range) {
        var values = Tuple.from(Arrays.<Object>asList(
                subscription.getArrayOfStrings(2),
                range.instances().toArray(String[]::new),
                range.fromSeq(),
                range.sinceMillis(),
                range.untilMillis()));
        var words = Arrays.asList(subscription.getArrayOfStrings(1));
        return connection
                .preparedQuery(COUNT)
                .execute(values)
                .map(rows -> shares(subscription.getInteger(0), words, range, rows));
    }

    private static List<Share> shares(int consumer, List<String> words, ReplayRange range, RowSet<Row> rows) {
        var ofSubscription = ReplayRange.typesOf(words);
        var wanted = ReplayRange.typesOf(range.types());
        var byInstance = new TreeMap<Integer, Share>();
        for (var row : rows) {
            var type = row.getString(1);
            if (ofSubscription.test(type) && wanted.test(type)) {
                var share = new Share(consumer, row.getInteger(0), row.getLong(3), row.getLong(4), row.getLong(2));
                byInstance.merge(share.instance(), share, PgReplayRanges::together);
            }
        }
        return new ArrayList<>(byInstance.values());
    }

    private static Share together(Share one, Share other) {
        return new Share(
                one.consumer(),
                one.instance(),
                Math.min(one.fromSeq(), other.fromSeq()),
                Math.max(one.untilSeq(), other.untilSeq()),
                one.total() + other.total());
    }
}
