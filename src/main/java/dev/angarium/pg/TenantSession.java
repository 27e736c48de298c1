package dev.angarium.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The door to the api pool: one transaction that sees the rows of one tenant. PostgreSQL forgets the tenant with the
 * transaction, so a connection never carries one back into the pool.
 */
public final class TenantSession {
    private static final String NAME_TENANT = "select set_config('angarium.tenant', $1, true)";
    private static final String NAME_OPERATOR = "select set_config('angarium.scope', 'all', true)";

    private final Pool api;

    public TenantSession(Pool api) {
        this.api = api;
    }

    /**
     * Runs the work in one transaction as the tenant; commits when its future succeeds, rolls back when it fails, and
     * fails with the work's own failure. Nothing is retried; {@link PgFailure} says what a failure means.
     */
    public <T> Future<T> as(int tenantNo, Function<SqlConnection, Future<T>> work) {
        var tenant = Tuple.of(Integer.toString(tenantNo));
        return PgPools.using(
                api,
                connection -> inTransaction(
                        connection,
                        () -> connection
                                .preparedQuery(NAME_TENANT)
                                .execute(tenant)
                                .mapEmpty(),
                        work));
    }

    /** The same for the operator of the installation, whom a policy may let see every tenant. */
    public <T> Future<T> asOperator(Function<SqlConnection, Future<T>> work) {
        return PgPools.using(
                api,
                connection -> inTransaction(
                        connection,
                        () -> connection.preparedQuery(NAME_OPERATOR).execute().mapEmpty(),
                        work));
    }

    private static <T> Future<T> inTransaction(
            SqlConnection connection, Supplier<Future<Void>> name, Function<SqlConnection, Future<T>> work) {
        return connection.begin().compose(transaction -> name.get()
                .compose(named -> work.apply(connection))
                .compose(result -> transaction.commit().map(result), failure -> rollBack(transaction, failure)));
    }

    /** The first failure is the one to tell; a rollback that fails too ends with the connection. */
    private static <T> Future<T> rollBack(Transaction transaction, Throwable failure) {
        return transaction.rollback().transform(rolledBack -> Future.failedFuture(failure));
    }
}
