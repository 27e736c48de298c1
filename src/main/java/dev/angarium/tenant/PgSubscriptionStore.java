package dev.angarium.tenant;

import dev.angarium.access.AuditEntry;
import dev.angarium.access.PgAudit;
import dev.angarium.lane.Ordering;
import dev.angarium.pg.PgPools;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Subscriptions by the pipeline's role. The version of a row is the transaction that wrote it, the mark the oldest
 * transaction that was still under way: asking from there misses nothing, however commits overtake each other.
 */
public final class PgSubscriptionStore implements SubscriptionStore {
    private static final String MARK = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as mark";
    private static final String COLUMNS =
            """
            select s.*, t.id as tenant_id, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as mark
            from subscription s join tenant t on t.no = s.tenant_no
            """;
    private static final String PAGE = COLUMNS + "where s.no > $1 and s.deleted_at is null order by s.no limit $2";
    private static final String SINCE = COLUMNS + "where s.version >= $1 order by s.version, s.no";
    private static final String FIND = COLUMNS + "where s.no = $1 and s.deleted_at is null";
    private static final String DISABLE =
            """
            update subscription set state = 'disabled', state_reason = $2, updated_at = $3
            where no = $1 and state = 'active' and deleted_at is null returning tenant_no, id
            """;
    private static final String END_OVERLAPS =
            """
            update subscription set sealed_previous_secret = null, previous_until = null
            where no = any (array(select no from subscription where previous_until <= $1 limit 1000)) returning no
            """;

    private final Pool pipeline;
    private final Seals seals;
    private final PgAudit audit;
    private final SubscriptionNotices notices;
    private final Time time;

    public PgSubscriptionStore(
            Pool pipeline, Seals seals, PgAudit audit, SubscriptionNotices notices, Time time) {
        this.pipeline = pipeline;
        this.seals = seals;
        this.audit = audit;
        this.notices = notices;
        this.time = time;
    }

    @Override
    public Future<Long> mark() {
        return query(MARK, Tuple.tuple()).map(rows -> rows.iterator().next().getLong("mark"));
    }

    @Override
    public Future<List<Change>> page(int afterNo, int limit) {
        return query(PAGE, Tuple.of(afterNo, limit)).map(this::changes);
    }

    /** The mark is read first: what a later snapshot holds comes again, which does no harm. */
    @Override
    public Future<Changes> since(long mark) {
        return mark().compose(next -> query(SINCE, Tuple.of(mark)).map(rows -> new Changes(changes(rows), next)));
    }

    @Override
    public Future<Optional<Subscription>> find(int no) {
        return query(FIND, Tuple.of(no))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(subscription(rows.iterator().next())));
    }

    @Override
    public Future<Boolean> disable(int no, String reason) {
        return PgPools.using(
                        pipeline,
                        connection -> connection.begin().compose(transaction -> disable(connection, no, reason)
                                .compose(
                                        done -> transaction.commit().map(done),
                                        failure -> transaction
                                                .rollback()
                                                .transform(undone -> Future.failedFuture(failure)))))
                .onSuccess(done -> {
                    if (done) {
                        notices.changed(no);
                    }
                });
    }

    @Override
    public Future<Integer> endOverlaps() {
        return query(END_OVERLAPS, Tuple.of(Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    rows.forEach(row -> notices.changed(row.getInteger("no")));
                    return rows.size();
                });
    }

    private Future<Boolean> disable(SqlConnection connection, int no, String reason) {
        var now = Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC);
        return connection
                .preparedQuery(DISABLE)
                .execute(Tuple.of(no, reason, now))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : audit.record(connection, entry(rows.iterator().next(), reason))
                                .map(true));
    }

    private static AuditEntry entry(Row disabled, String reason) {
        return new AuditEntry(
                disabled.getInteger("tenant_no"),
                "broker",
                "webhook.disable",
                "webhook:" + disabled.getString("id"),
                false,
                new JsonObject().put("reason", reason),
                Optional.empty());
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return PgPools.using(
                pipeline, connection -> connection.preparedQuery(sql).execute(values));
    }

    private List<Change> changes(RowSet<Row> rows) {
        var changes = new ArrayList<Change>();
        for (var row : rows) {
            var now = row.getOffsetDateTime("deleted_at") == null
                    ? Optional.of(subscription(row))
                    : Optional.<Subscription>empty();
            changes.add(new Change(row.getInteger("no"), row.getLong("version"), now));
        }
        return changes;
    }

    private Subscription subscription(Row row) {
        var owner = new Seals.Owner(row.getString("tenant_id"), row.getString("id"));
        var perSecond = row.getInteger("per_second");
        return new Subscription(
                row.getInteger("no"),
                owner.rowId(),
                row.getInteger("tenant_no"),
                owner.tenantId(),
                row.getString("url"),
                List.of(row.getArrayOfStrings("events")),
                keys(owner, row),
                row.getInteger("retry_count"),
                Arrays.stream(row.getArrayOfLongs("retry_delays"))
                        .map(Duration::ofMillis)
                        .toList(),
                row.getString("retry_policy") != null,
                Duration.ofMillis(row.getLong("timeout_millis")),
                Ordering.valueOf(row.getString("ordering").toUpperCase(Locale.ROOT)),
                row.getInteger("concurrency"),
                row.getInteger("batch"),
                row.getString("format"),
                Set.copyOf(List.of(row.getArrayOfStrings("instances"))),
                headers(owner, row),
                Set.copyOf(List.of(row.getArrayOfStrings("chats"))),
                row.getBoolean("groups"),
                perSecond == null ? 0 : perSecond,
                Subscription.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
    }

    private List<byte[]> keys(Seals.Owner owner, Row row) {
        var keys = new ArrayList<byte[]>();
        seals.open(owner, Seals.SECRET, row.getBuffer("sealed_secret"))
                .flatMap(SigningKey::of)
                .ifPresent(keys::add);
        var until = row.getOffsetDateTime("previous_until");
        if (until != null && time.millis() < until.toInstant().toEpochMilli()) {
            seals.open(owner, Seals.SECRET, row.getBuffer("sealed_previous_secret"))
                    .flatMap(SigningKey::of)
                    .ifPresent(keys::add);
        }
        return List.copyOf(keys);
    }

    private Map<String, String> headers(Seals.Owner owner, Row row) {
        var headers = new TreeMap<String, String>();
        seals.open(owner, Seals.HEADERS, row.getBuffer("sealed_headers"))
                .map(JsonObject::new)
                .ifPresent(json -> json.forEach(header -> headers.put(header.getKey(), (String) header.getValue())));
        return headers;
    }
}
