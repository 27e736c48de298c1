package dev.angarium.dispatch.replay;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.crypto.Mask;
import dev.angarium.dispatch.PublicId;
import dev.angarium.dispatch.replay.ReplayAnswer.Reason;
import dev.angarium.event.Partitions;
import dev.angarium.pg.TenantSession;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes orders to deliver again, for one tenant a call, and tells how far they are. */
public final class PgReplays {
    private static final int JOBS_MAX = 10;
    private static final int LETTERS_MAX = 10_000;

    private static final String OPEN_JOBS = "select count(*) from replay_job where finished_at is null";

    private static final String INSERT_JOB =
            """
            insert into replay_job (id, tenant_no, kind, types, since_ms, until_ms, url, state, actor, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9)""";

    private static final String NOTHING_TO_DO =
            "update replay_job set state = 'done', finished_at = created_at where id = $1";

    private static final String INSERT_PARTS =
            """
            insert into replay_part (job_id, consumer, instance, partition, next_seq, until_seq, total)
            select $1, p.* from unnest($2::int[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[]) p""";

    private static final String JOB =
            """
            select j.kind, j.state, coalesce(sum(p.total), 0)::bigint, coalesce(sum(p.done), 0)::bigint,
              coalesce(sum(p.failed), 0)::bigint, j.created_at, j.finished_at
            from replay_job j left join replay_part p on p.job_id = j.id
            where j.id = $1 group by j.id""";

    private static final String MARK_ONE =
            """
            update dead_letter set replay_job = $1 where id = $2 and not deleted and replay_job is null
            returning consumer, instance, seq, seq, 1::bigint""";

    private static final String ONE =
            """
            select s.state, d.replay_job from dead_letter d
            left join subscription s on s.no = d.consumer and s.deleted_at is null
            where d.id = $1 and not d.deleted""";

    private static final String MATCHING =
            """
            (
                select d.id from dead_letter d
                join subscription s on s.no = d.consumer and s.state = 'active' and s.deleted_at is null
                join instance i on i.no = d.instance
                where d.tenant_no = $7 and not d.deleted and d.replayed_at is null and d.replay_job is null
                  and ($1::text is null or s.id = $1) and ($2::text is null or i.id = $2)
                  and ($3::text is null or d.type = $3 or ($3 like '%*' and starts_with(d.type, rtrim($3, '*'))))
                  and ($4::text is null or d.reason = $4)
                  and ($5::bigint is null or d.parked_at >= to_timestamp($5 / 1000.0))
                  and ($6::bigint is null or d.parked_at < to_timestamp($6 / 1000.0))
                order by d.parked_at limit $8)
            """;

    private static final String COUNT_MATCHING =
            "select count(distinct (consumer, instance, seq)) from dead_letter where id in " + MATCHING;

    private static final String MARK_MATCHING = "with marked as (update dead_letter set replay_job = $9 where id in "
            + MATCHING
            + """
            returning consumer, instance, seq)
            select consumer, instance, min(seq), max(seq), count(distinct seq) from marked
            group by consumer, instance""";

    private final TenantSession tenants;
    private final PgChanges changes;
    private final Partitions partitions;
    private final Time time;
    private final RandomGenerator random;
    private final boolean enabled;

    /** @param enabled DLQ_REPROCESS_ENABLED */
    public PgReplays(
            TenantSession tenants,
            PgChanges changes,
            Partitions partitions,
            Time time,
            RandomGenerator random,
            boolean enabled) {
        this.tenants = tenants;
        this.changes = changes;
        this.partitions = partitions;
        this.time = time;
        this.random = random;
        this.enabled = enabled;
    }

    /**
     * Who asks.
     *
     * @param told how the answer is told: it is remembered for the call's Idempotency-Key in the transaction of the order
     */
    public record Asker(Call call, Function<ReplayAnswer, Reply> told) {
        int tenantNo() {
            return call.tenantNo();
        }
    }

    /** DLQ_REPROCESS_ENABLED. */
    public boolean enabled() {
        return enabled;
    }

    /** Delivers a range of the log again. */
    public Future<Reply> range(Asker asker, String webhookId, ReplayRange range, ReplayTerms terms) {
        if (!enabled) {
            return disabled(asker);
        }
        var job = job(
                asker,
                ReplayJob.RANGE,
                "webhook:" + webhookId,
                range,
                terms.url().orElse(null));
        return order(job, connection -> PgReplayRanges.unknownInstances(connection, range)
                .compose(unknown -> unknown.isEmpty()
                        ? PgReplayRanges.find(connection, webhookId, range)
                                .compose(found -> found.map(shares -> begin(connection, job, shares, terms))
                                        .orElseGet(() -> whyNot(connection, webhookId)))
                        : Future.succeededFuture(new ReplayAnswer.UnknownInstances(unknown))));
    }

    private Future<ReplayAnswer> begin(SqlConnection connection, Draft job, List<Share> shares, ReplayTerms terms) {
        return terms.dryRun()
                ? counted(shares)
                : accept(connection, job).compose(accepted -> fill(connection, accepted, shares));
    }

    /** Delivers one dead letter again, replayed before or not. @param url another address than the subscription's */
    public Future<Reply> letter(Asker asker, UUID id, Optional<String> url) {
        if (!enabled) {
            return disabled(asker);
        }
        var object = "dlq:" + PublicId.of(PublicId.DEAD_LETTER, id);
        var job = job(asker, ReplayJob.DEAD_LETTERS, object, null, url.orElse(null));
        return order(job, connection -> refusal(connection, id)
                .compose(reason -> reason.isPresent()
                        ? refused(reason.get())
                        : accept(connection, job)
                                .compose(accepted -> mark(connection, accepted, MARK_ONE, Tuple.of(job.id, id)))));
    }

    /** Delivers the dead letters again that match and were not yet: 10,000 at most, the oldest first. */
    public Future<Reply> letters(Asker asker, LetterFilter filter, ReplayTerms terms) {
        if (!enabled) {
            return disabled(asker);
        }
        var job = job(asker, ReplayJob.DEAD_LETTERS, "dlq", null, terms.url().orElse(null));
        var matching = Tuple.from(Arrays.asList(
                filter.webhook(),
                filter.instance(),
                filter.type(),
                filter.reason(),
                filter.since(),
                filter.until(),
                asker.tenantNo(),
                (long) LETTERS_MAX));
        return order(
                job,
                connection -> terms.dryRun()
                        ? count(connection, matching)
                        : accept(connection, job)
                                .compose(accepted ->
                                        mark(connection, accepted, MARK_MATCHING, matching.addString(job.id))));
    }

    private static Future<ReplayAnswer> count(SqlConnection connection, Tuple matching) {
        return connection
                .preparedQuery(COUNT_MATCHING)
                .execute(matching)
                .map(rows -> new ReplayAnswer.Counted(rows.iterator().next().getLong(0)));
    }

    public Future<Optional<ReplayJob>> find(int tenantNo, String jobId) {
        return tenants.as(tenantNo, connection -> read(connection, jobId));
    }

    private static Future<Optional<ReplayJob>> read(SqlConnection connection, String jobId) {
        return connection.preparedQuery(JOB).execute(Tuple.of(jobId)).map(rows -> rows.stream()
                .findFirst()
                .map(row -> jobOf(jobId, row)));
    }

    private static ReplayJob jobOf(String id, Row row) {
        var finished = row.getOffsetDateTime(6);
        return new ReplayJob(
                id,
                row.getString(0),
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getOffsetDateTime(5).toInstant(),
                Optional.ofNullable(finished).map(at -> at.toInstant()));
    }

    /** A job in the making. */
    private record Draft(
            String id, Asker asker, String kind, String object, @Nullable ReplayRange range, @Nullable String url) {}

    /** A job whose row is written, or why there is none. */
    private record Accepted(Draft job, Optional<Reason> refusal) {}

    private Draft job(Asker asker, String kind, String object, @Nullable ReplayRange range, @Nullable String url) {
        return new Draft(PublicId.next(PublicId.JOB, time.millis(), random), asker, kind, object, range, url);
    }

    private Future<Accepted> accept(SqlConnection connection, Draft job) {
        return connection
                .preparedQuery(OPEN_JOBS)
                .execute()
                .compose(rows -> rows.iterator().next().getLong(0) >= JOBS_MAX
                        ? Future.succeededFuture(new Accepted(job, Optional.of(Reason.TOO_MANY_JOBS)))
                        : insert(connection, job).map(new Accepted(job, Optional.empty())));
    }

    private Future<?> insert(SqlConnection connection, Draft job) {
        var range = job.range;
        return connection
                .preparedQuery(INSERT_JOB)
                .execute(Tuple.from(Arrays.asList(
                        job.id,
                        job.asker.tenantNo(),
                        job.kind,
                        range == null ? new String[0] : range.types().toArray(String[]::new),
                        range == null ? null : range.sinceMillis(),
                        range == null ? null : range.untilMillis(),
                        job.url,
                        job.asker.call.caller().actor(),
                        Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC))));
    }

    /** The job, its audit row and its remembered answer: all of it or nothing. */
    private Future<Reply> order(Draft job, Function<SqlConnection, Future<ReplayAnswer>> work) {
        return changes.run(job.asker.call, connection -> work.apply(connection).map(answer -> change(job, answer)));
    }

    private static Change change(Draft job, ReplayAnswer answer) {
        var reply = job.asker.told.apply(answer);
        return answer instanceof ReplayAnswer.Accepted
                ? Change.of(reply, "replay.create", job.object, details(job))
                : Change.none(reply);
    }

    private static JsonObject details(Draft job) {
        var details = new JsonObject().put("job", job.id);
        return job.url == null ? details : details.put("url", Mask.url(job.url));
    }

    private Future<ReplayAnswer> mark(SqlConnection connection, Accepted accepted, String statement, Tuple values) {
        if (accepted.refusal.isPresent()) {
            return refused(accepted.refusal.get());
        }
        return connection
                .preparedQuery(statement)
                .execute(values)
                .map(rows -> rows.stream().map(PgReplays::share).toList())
                .compose(parts -> fill(connection, accepted, parts));
    }

    /** What one lane has to deliver. */
    record Share(int consumer, int instance, long fromSeq, long untilSeq, long total) {}

    private static Share share(Row row) {
        return new Share(row.getInteger(0), row.getInteger(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    private Future<ReplayAnswer> fill(SqlConnection connection, Accepted accepted, List<Share> shares) {
        if (accepted.refusal.isPresent()) {
            return refused(accepted.refusal.get());
        }
        var values = Tuple.from(Arrays.<Object>asList(
                accepted.job.id,
                column(shares, Share::consumer),
                column(shares, Share::instance),
                column(shares, share -> partitions.of(share.instance)),
                longs(shares, Share::fromSeq),
                longs(shares, Share::untilSeq),
                longs(shares, Share::total)));
        return connection
                .preparedQuery(INSERT_PARTS)
                .execute(values)
                .compose(filled -> shares.isEmpty() ? close(connection, accepted.job) : Future.succeededFuture())
                .compose(filled -> read(connection, accepted.job.id))
                .map(job -> new ReplayAnswer.Accepted(job.orElseThrow()));
    }

    private static Future<?> close(SqlConnection connection, Draft job) {
        return connection.preparedQuery(NOTHING_TO_DO).execute(Tuple.of(job.id));
    }

    private static Integer[] column(List<Share> shares, ToIntFunction<Share> value) {
        return shares.stream().map(value::applyAsInt).toArray(Integer[]::new);
    }

    private static Long[] longs(List<Share> shares, ToLongFunction<Share> value) {
        return shares.stream().map(value::applyAsLong).toArray(Long[]::new);
    }

    private static Future<ReplayAnswer> counted(List<Share> parts) {
        return Future.succeededFuture(
                new ReplayAnswer.Counted(parts.stream().mapToLong(Share::total).sum()));
    }

    private static Future<ReplayAnswer> whyNot(SqlConnection connection, String webhookId) {
        return PgReplayRanges.exists(connection, webhookId)
                .compose(exists -> refused(exists ? Reason.NOT_ACTIVE : Reason.NOT_FOUND));
    }

    private static Future<Optional<Reason>> refusal(SqlConnection connection, UUID id) {
        return connection.preparedQuery(ONE).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.of(Reason.NOT_FOUND);
            }
            var row = rows.iterator().next();
            if (!"active".equals(row.getString(0))) {
                return Optional.of(Reason.NOT_ACTIVE);
            }
            return row.getString(1) == null ? Optional.empty() : Optional.of(Reason.UNDER_WAY);
        });
    }

    private static Future<Reply> disabled(Asker asker) {
        return Future.succeededFuture(asker.told.apply(new ReplayAnswer.Refused(Reason.DISABLED)));
    }

    private static Future<ReplayAnswer> refused(Reason reason) {
        return Future.succeededFuture(new ReplayAnswer.Refused(reason));
    }
}
