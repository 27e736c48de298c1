package dev.angarium.inbox.simple;

import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The read model's written side, through the pipeline's pool. */
public final class PgSimpleMessages {
    /** Messages and progress in one statement: a progress that is seen has its messages with it. */
    private static final String WRITE =
            """
            with written as (
              insert into simple_message (instance, seq, message_id, sender, recipient, ts, at_micros, at_nanos, body,
                folded)
              select $1, n.seq, n.message_id, n.sender, n.recipient, n.ts, n.at_micros, n.at_nanos, n.body, n.folded
              from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::int2[],
                $10::text[], $11::text[]) n(seq, message_id, sender, recipient, ts, at_micros, at_nanos, body, folded)
              order by n.seq
              on conflict do nothing
            )
            insert into simple_progress as p (instance, seq) values ($1, $2)
            on conflict (instance) do update set seq = excluded.seq where p.seq < excluded.seq""";

    private static final String PROGRESS = "select seq from simple_progress where instance = $1";

    private final Pool pipeline;

    public PgSimpleMessages(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** Adds what is not there, by number and by message_id, and notes that all up to a number is. */
    Future<Void> write(int instanceNo, long through, List<SimpleMessage> messages) {
        var values = Tuple.of(instanceNo, through);
        add(values, messages, SimpleMessage::seq, Long[]::new);
        add(values, messages, SimpleMessage::messageId, String[]::new);
        add(values, messages, SimpleMessage::from, String[]::new);
        add(values, messages, SimpleMessage::to, String[]::new);
        add(values, messages, SimpleMessage::ts, String[]::new);
        add(values, messages, message -> message.at().micros(), Long[]::new);
        add(values, messages, message -> message.at().nanos(), Short[]::new);
        add(values, messages, SimpleMessage::text, String[]::new);
        add(values, messages, PgSimpleMessages::folded, String[]::new);
        return PgPools.using(
                pipeline,
                connection -> connection.preparedQuery(WRITE).execute(values).mapEmpty());
    }

    /** Up to where all events are in the read model; 0 where none is. */
    Future<Long> progress(int instanceNo) {
        return pipeline.preparedQuery(PROGRESS)
                .execute(Tuple.of(instanceNo))
                .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0));
    }

    private static @Nullable String folded(SimpleMessage message) {
        return message.text() == null ? null : SimpleMessage.folded(message.text());
    }

    private static <V> void add(
            Tuple values,
            List<SimpleMessage> messages,
            Function<SimpleMessage, ? extends @Nullable V> value,
            IntFunction<V[]> array) {
        var column = array.apply(messages.size());
        Arrays.setAll(column, at -> value.apply(messages.get(at)));
        values.addValue(column);
    }
}
