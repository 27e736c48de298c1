package dev.angarium.tenant.connection;

import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Adds up at the connections what {@link RefusedBodies} gathered. */
public final class PgRefusedBodies {
    private static final String ADD =
            """
            update connection c set too_large = c.too_large + seen.bodies,
                too_large_at = greatest(c.too_large_at, seen.last_at)
            from unnest($1::int[], $2::bigint[], $3::timestamptz[]) as seen (no, bodies, last_at)
            where c.no = seen.no
            """;

    private final Pool pipeline;

    public PgRefusedBodies(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** @param seen by connection number; in their order, so that nodes that write at once wait, and never for each other */
    public Future<Void> add(Map<Integer, RefusedBodies.Seen> seen) {
        var ordered =
                seen.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        return PgPools.using(
                pipeline,
                connection ->
                        connection.preparedQuery(ADD).execute(tuple(ordered)).mapEmpty());
    }

    private static Tuple tuple(List<Map.Entry<Integer, RefusedBodies.Seen>> seen) {
        return Tuple.of(
                seen.stream().map(Map.Entry::getKey).toArray(Integer[]::new),
                seen.stream().map(entry -> entry.getValue().bodies()).toArray(Long[]::new),
                seen.stream()
                        .map(entry ->
                                Instant.ofEpochMilli(entry.getValue().lastAt()).atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
    }
}
