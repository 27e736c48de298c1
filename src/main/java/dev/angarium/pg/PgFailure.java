package dev.angarium.pg;

import io.netty.channel.ChannelException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed statement means, told by its SQLSTATE or the class of the failure, never by a message.
 *
 * @param sqlState empty where PostgreSQL did not say
 * @param constraint the violated constraint; empty where there is none
 */
public record PgFailure(Kind kind, String sqlState, String constraint) {
    /** Kinds are told apart by what a writer does next. */
    public enum Kind {
        /** No connection, or PostgreSQL does not accept work now. Surely not written; try again later. */
        UNAVAILABLE,
        /** The same, because all connections of the server are taken. */
        TOO_MANY_CONNECTIONS,
        /** The connection was lost while a statement was under way: it may have been committed or not. */
        OUTCOME_UNKNOWN,
        /** A key that is there already; the constraint says which. Surely not written. */
        UNIQUE_VIOLATION,
        /** The values themselves are refused: the same statement will fail again, a part of the batch may not. */
        DATA_REFUSED,
        /** No partition of a table takes the row: a job is behind, not the data wrong. Surely not written. */
        NO_PARTITION,
        /** Serialization failure, deadlock or a lock not had in time. Surely not written; try again at once. */
        CONFLICT,
        /** Cut by statement_timeout. Surely not written. */
        TIMED_OUT,
        /** No space left on the server. Surely not written; try again later. */
        DISK_FULL,
        /** Anything else: a mistake of ours. */
        DEFECT
    }

    /** There was no connection to send anything on. */
    public static final class NotConnected extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotConnected(Throwable cause) {
            super("no connection to PostgreSQL", cause, false, false);
        }
    }

    /** Whether nothing of the statement can have reached the disk, if it was a transaction of its own. */
    public boolean surelyNotWritten() {
        return kind != Kind.OUTCOME_UNKNOWN;
    }

    /** Whether the same statement may succeed later without a change of its values. */
    public boolean passing() {
        return switch (kind) {
            case UNAVAILABLE, TOO_MANY_CONNECTIONS, OUTCOME_UNKNOWN, NO_PARTITION, CONFLICT, TIMED_OUT, DISK_FULL ->
                true;
            case UNIQUE_VIOLATION, DATA_REFUSED, DEFECT -> false;
        };
    }

    /**
     * Reads a failure of {@link PgPools#using}, of {@link TenantSession} or of a pool. A pool used directly does not say
     * whether it failed before or after it sent the statement; then the outcome counts as unknown.
     */
    public static PgFailure of(Throwable failure) {
        if (failure instanceof NotConnected notConnected) {
            return ofConnect(notConnected.getCause());
        }
        if (failure instanceof PgException answer) {
            return ofAnswer(answer);
        }
        if (neverConnected(failure)) {
            return plain(Kind.UNAVAILABLE);
        }
        return plain(connectionLost(failure) ? Kind.OUTCOME_UNKNOWN : Kind.DEFECT);
    }

    private static PgFailure ofConnect(@Nullable Throwable cause) {
        if (cause instanceof PgException answer) {
            var state = state(answer);
            return new PgFailure(state.equals("53300") ? Kind.TOO_MANY_CONNECTIONS : Kind.UNAVAILABLE, state, "");
        }
        return plain(Kind.UNAVAILABLE);
    }

    private static boolean neverConnected(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof ConnectionPoolTooBusyException;
    }

    /** Netty's is the time-out of a session that hangs. */
    private static boolean connectionLost(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof VertxException
                || failure instanceof TimeoutException
                || failure instanceof ChannelException;
    }

    private static PgFailure ofAnswer(PgException answer) {
        var constraint = answer.getConstraint() == null ? "" : answer.getConstraint();
        var state = state(answer);
        return new PgFailure(kind(state, constraint), state, constraint);
    }

    private static Kind kind(String state, String constraint) {
        return switch (state) {
            case "23505", "23P01" -> Kind.UNIQUE_VIOLATION;
            // The only check violation without a name is a row for which there is no partition.
            case "23514" -> constraint.isEmpty() ? Kind.NO_PARTITION : Kind.DATA_REFUSED;
            case "40001", "40P01", "55P03" -> Kind.CONFLICT;
            // The session may have been ended between its commit and the answer.
            case "40003", "08007", "57P01", "57P02" -> Kind.OUTCOME_UNKNOWN;
            case "57014" -> Kind.TIMED_OUT;
            case "53100" -> Kind.DISK_FULL;
            case "53300" -> Kind.TOO_MANY_CONNECTIONS;
            // Starting or stopping, a standby, ended while idle, refused to connect.
            case "57P03", "25006", "25P03", "08001", "08004" -> Kind.UNAVAILABLE;
            default -> kindOfClass(state);
        };
    }

    private static Kind kindOfClass(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "57" -> Kind.OUTCOME_UNKNOWN;
            case "22", "23", "54" -> Kind.DATA_REFUSED;
            case "28", "3D", "53", "58" -> Kind.UNAVAILABLE;
            default -> Kind.DEFECT;
        };
    }

    private static PgFailure plain(Kind kind) {
        return new PgFailure(kind, "", "");
    }

    private static String state(PgException answer) {
        return answer.getSqlState() == null ? "" : answer.getSqlState();
    }
}
