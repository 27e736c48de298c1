package dev.angarium.pg;

import dev.angarium.settings.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The pools of a node. Both have a bounded size and a bounded queue, and fail at once while PostgreSQL refuses
 * connections.
 *
 * <ul>
 *   <li>api: one tenant per transaction, under row-level security; use it through {@link TenantSession}.
 *   <li>pipeline: every tenant; plans are generic and use indexes only, so that a table's growth never turns a lookup
 *       into a scan.
 * </ul>
 *
 * <p>A server that hangs without closing anything is noticed by silence: a connection on which nothing arrives for
 * {@value #SILENCE_MAX_SECONDS} s is closed. Statements are cut earlier by the server, idle connections are given back
 * earlier by the pool, so only a hung one gets there; do not hold a connection without using it.
 */
public final class PgPools {
    static final int SILENCE_MAX_SECONDS = 30;

    private static final int IDLE_SECONDS = 15;
    private static final int LIFETIME_MINUTES = 60;
    private static final int CLEANER_MILLIS = 1_000;
    private static final int PREPARED_STATEMENTS_MAX = 256;
    private static final int PIPELINING_LIMIT = 16;
    private static final int API_STATEMENT_TIMEOUT_MILLIS = 10_000;
    private static final int PIPELINE_STATEMENT_TIMEOUT_MILLIS = 20_000;
    private static final int REACHABLE_MILLIS = 1_000;
    private static final int PROBE_WAITERS = 16;

    private final Pool api;
    private final Pool pipeline;
    private final Pool probe;

    public PgPools(Vertx vertx, DatabaseSettings settings, RuntimeRoles.Logins logins) {
        var connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        var waiters = settings.maxWaiters();
        api = pool(vertx, apiOptions(logins.api()), options(settings.apiPoolSize(), waiters, connectMillis));
        pipeline = pool(
                vertx,
                pipelineOptions(logins.pipeline()),
                options(settings.pipelinePoolSize(), waiters, connectMillis));
        probe = pool(vertx, apiOptions(logins.api()), options(1, PROBE_WAITERS, connectMillis));
    }

    public Pool api() {
        return api;
    }

    public Pool pipeline() {
        return pipeline;
    }

    /** Whether PostgreSQL answers, within a second; on a connection of its own, so that load is not taken for loss. */
    public Future<Void> reachable() {
        return probe.query("select 1")
                .execute()
                .timeout(REACHABLE_MILLIS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    public Future<Void> close() {
        return Future.join(api.close(), pipeline.close(), probe.close()).mapEmpty();
    }

    /**
     * Lends a connection for as long as the work's future takes. Where none can be had the failure is a {@link
     * PgFailure.NotConnected}: nothing was sent, so surely nothing was written.
     */
    public static <T> Future<T> using(Pool pool, Function<SqlConnection, Future<T>> work) {
        return pool.getConnection()
                .recover(failure -> Future.failedFuture(new PgFailure.NotConnected(failure)))
                .compose(connection ->
                        Future.succeededFuture(connection).compose(work).eventually(connection::close));
    }

    static PgConnectOptions apiOptions(RuntimeRoles.Login login) {
        return common(login.connectOptions())
                .addProperty("application_name", "angarium-api")
                .addProperty("statement_timeout", Integer.toString(API_STATEMENT_TIMEOUT_MILLIS));
    }

    static PgConnectOptions pipelineOptions(RuntimeRoles.Login login) {
        return common(login.connectOptions())
                .setPipeliningLimit(PIPELINING_LIMIT)
                .addProperty("application_name", "angarium-pipeline")
                .addProperty("statement_timeout", Integer.toString(PIPELINE_STATEMENT_TIMEOUT_MILLIS))
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_hashjoin", "off")
                .addProperty("enable_mergejoin", "off");
    }

    private static PgConnectOptions common(PgConnectOptions options) {
        return options.setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(PREPARED_STATEMENTS_MAX)
                .setReconnectAttempts(0)
                .addProperty("jit", "off")
                .addProperty("synchronous_commit", "on")
                .addProperty("idle_in_transaction_session_timeout", Integer.toString(SILENCE_MAX_SECONDS * 1_000));
    }

    private static PoolOptions options(int size, int waiters, int connectMillis) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(Math.max(1, waiters))
                .setConnectionTimeout(connectMillis)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxLifetime(LIFETIME_MINUTES)
                .setMaxLifetimeUnit(TimeUnit.MINUTES)
                .setPoolCleanerPeriod(CLEANER_MILLIS);
    }

    private static Pool pool(Vertx vertx, PgConnectOptions connect, PoolOptions options) {
        var transport = new NetClientOptions()
                .setConnectTimeout(options.getConnectionTimeout())
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(SILENCE_MAX_SECONDS * 1_000)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setReadIdleTimeout(SILENCE_MAX_SECONDS);
        return PgBuilder.pool()
                .with(options)
                .with(transport)
                .connectingTo(connect)
                .using(vertx)
                .build();
    }
}
