package dev.angarium.inbox.state;

import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;

/** The state of instances, beside what their tenants say of them. */
public final class PgInstanceStates {
    /** What was received later wins, whoever writes it first. */
    private static final String WRITE =
            """
            update instance i set state = n.state, state_at = to_timestamp(n.at / 1000.0)
            from unnest($1::int[], $2::text[], $3::bigint[]) n(no, state, at)
            where i.no = n.no and (i.state_at is null or i.state_at <= to_timestamp(n.at / 1000.0))""";

    private final Pool pipeline;

    public PgInstanceStates(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** @param states of an instance each */
    Future<Void> write(Collection<InstanceState> states) {
        var values = Tuple.of(
                states.stream().map(InstanceState::instanceNo).toArray(Integer[]::new),
                states.stream().map(InstanceState::state).toArray(String[]::new),
                states.stream().map(InstanceState::at).toArray(Long[]::new));
        return PgPools.using(
                pipeline,
                connection -> connection.preparedQuery(WRITE).execute(values).mapEmpty());
    }
}
