package dev.angarium.dispatch.replay;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The parts of all tenants' jobs, for those who carry them on. */
public final class PgReplayParts {
    private static final int EXPIRED_AT_ONCE = 1000;

    /** In turn over tenants, the oldest job first; of active subscriptions, since no other lane makes a step. */
    private static final String OPEN =
            """
            select job_id, consumer, instance, next_seq, until_seq, done, failed, kind, types, since_ms, until_ms, url,
              instance_id, tenant_no, tenant_id
            from (
              select p.*, j.kind, j.types, j.since_ms, j.until_ms, j.url, i.id as instance_id, j.tenant_no,
                t.id as tenant_id, j.created_at,
                row_number() over (partition by j.tenant_no order by j.created_at, p.instance) as turn
              from replay_part p
              join replay_job j on j.id = p.job_id
              join subscription s on s.no = p.consumer and s.state = 'active' and s.deleted_at is null
              join instance i on i.no = p.instance
              join tenant t on t.no = j.tenant_no
              where not p.ended and p.partition = any($1)
                and not exists (select from unnest($2::text[], $3::int[], $4::int[]) a(job_id, consumer, instance)
                  where a.job_id = p.job_id and a.consumer = p.consumer and a.instance = p.instance)
            ) waiting
            order by turn, created_at limit $5""";

    private static final String LETTERS =
            """
            select distinct on (seq) seq, type, chat, received_at, occurred_at, correlation_id, data, raw
            from dead_letter where replay_job = $1 and consumer = $2 and instance = $3 and seq >= $4
            order by seq, parked_at desc limit $5""";

    /** Late news of another node's take-over never turn a part back. */
    private static final String PROGRESS =
            """
            with n as (
              select * from unnest($1::text[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bool[])
                n(job_id, consumer, instance, next_seq, done, failed, ended)
            ), parts as (
              update replay_part p set next_seq = greatest(p.next_seq, n.next_seq), done = greatest(p.done, n.done),
                failed = greatest(p.failed, n.failed), ended = p.ended or n.ended,
                total = case when n.ended then greatest(p.done, n.done) + greatest(p.failed, n.failed) else p.total end
              from n where p.job_id = n.job_id and p.consumer = n.consumer and p.instance = n.instance
            ), letters as (
              update dead_letter d set replayed_at = now(), replays = d.replays + 1, replay_job = null
              from n
              where d.replay_job = n.job_id and d.consumer = n.consumer and d.instance = n.instance
                and (d.seq < n.next_seq or n.ended)
            )
            update replay_job j set state = 'running' from n where j.id = n.job_id and j.state = 'queued'""";

    private static final String FINISH =
            """
            update replay_job j set state = 'done', finished_at = now()
            where j.id = any($1) and j.finished_at is null
              and not exists (select from replay_part p where p.job_id = j.id and not p.ended)""";

    /** What belongs to a subscription that is no more will never be delivered. */
    private static final String ABANDON =
            """
            update replay_part p set ended = true, failed = p.total - p.done
            from subscription s where s.no = p.consumer and s.deleted_at is not null and not p.ended
            returning p.job_id""";

    private static final String EXPIRE =
            """
            with old as (
              update replay_job set state = 'failed', finished_at = now()
              where finished_at is null and created_at < now() - make_interval(secs => $1) returning id
            ), letters as (
              update dead_letter d set replay_job = null from old where d.replay_job = old.id
            )
            update replay_part p set ended = true from old where p.job_id = old.id and not p.ended""";

    private static final String FORGET =
            """
            delete from replay_job where id in (
              select id from replay_job
              where finished_at < now() - make_interval(secs => $1)
                and created_at < now() - make_interval(secs => $1)
              order by created_at limit $2)""";

    private static final String BACKLOG =
            "select count(*) from dead_letter where consumer > 0 and replayed_at is null and not deleted";

    private final Pool pipeline;

    public PgReplayParts(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** Parts in these partitions that nobody carries here yet. */
    Future<List<ReplayPart>> open(Collection<Integer> partitions, Collection<ReplayPart.Key> carried, int limit) {
        return run(
                        OPEN,
                        partitions.toArray(Integer[]::new),
                        carried.stream().map(ReplayPart.Key::jobId).toArray(String[]::new),
                        carried.stream().map(ReplayPart.Key::consumer).toArray(Integer[]::new),
                        carried.stream().map(ReplayPart.Key::instanceNo).toArray(Integer[]::new),
                        (long) limit)
                .map(rows -> rows.stream().map(PgReplayParts::part).toList());
    }

    /** The events of a part's dead letters from a number on, ascending; one an event, the latest copy. */
    Future<List<Event>> letters(ReplayPart part, long fromSeq, int limit) {
        var key = part.key();
        return run(LETTERS, key.jobId(), key.consumer(), key.instanceNo(), fromSeq, (long) limit)
                .map(rows -> rows.stream()
                        .map(row -> PgEventReader.event(part.instance(), row, 0))
                        .toList());
    }

    /** Writes how far parts are, marks their dead letters, and closes the jobs that have no other part. */
    Future<Void> progress(List<ReplayPart.Progress> parts) {
        var jobs = parts.stream().map(part -> part.key().jobId()).toArray(String[]::new);
        return run(
                        PROGRESS,
                        jobs,
                        parts.stream().map(part -> part.key().consumer()).toArray(Integer[]::new),
                        parts.stream().map(part -> part.key().instanceNo()).toArray(Integer[]::new),
                        parts.stream().map(ReplayPart.Progress::nextSeq).toArray(Long[]::new),
                        parts.stream().map(ReplayPart.Progress::done).toArray(Long[]::new),
                        parts.stream().map(ReplayPart.Progress::failed).toArray(Long[]::new),
                        parts.stream().map(ReplayPart.Progress::ended).toArray(Boolean[]::new))
                .compose(written -> finish(jobs));
    }

    /** Ends what can not be delivered any more, gives up jobs older than this, and deletes those finished before. */
    public Future<Void> tidy(Duration keep) {
        var seconds = (double) keep.toSeconds();
        return run(ABANDON)
                .map(rows -> rows.stream().map(row -> row.getString(0)).toArray(String[]::new))
                .compose(this::finish)
                .compose(finished -> run(EXPIRE, seconds))
                .compose(expired -> run(FORGET, seconds, (long) EXPIRED_AT_ONCE))
                .mapEmpty();
    }

    /** Dead letters of subscriptions that were not replayed. */
    public Future<Long> backlog() {
        return run(BACKLOG).map(rows -> rows.iterator().next().getLong(0));
    }

    private Future<Void> finish(String[] jobs) {
        return jobs.length == 0
                ? Future.succeededFuture()
                : run(FINISH, (Object) jobs).mapEmpty();
    }

    private Future<io.vertx.sqlclient.RowSet<Row>> run(String sql, Object... values) {
        return PgPools.using(
                pipeline, connection -> connection.preparedQuery(sql).execute(Tuple.from(Arrays.asList(values))));
    }

    private static ReplayPart part(Row row) {
        var since = row.getLong(9);
        var until = row.getLong(10);
        return new ReplayPart(
                new ReplayPart.Key(row.getString(0), row.getInteger(1), row.getInteger(2)),
                new InstanceRef(row.getInteger(2), row.getString(12), row.getInteger(13), row.getString(14)),
                ReplayJob.DEAD_LETTERS.equals(row.getString(7)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                Arrays.asList(row.getArrayOfStrings(8)),
                since == null ? 0 : since,
                until == null ? Long.MAX_VALUE : until,
                Optional.ofNullable(row.getString(11)));
    }
}
