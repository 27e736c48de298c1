package dev.angarium.pg;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.settings.DatabaseSettings;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
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
 * 30 s is closed. Statements are cut earlier by the server, idle connections are given back
 * earlier by the pool, so only a hung one gets there; do not hold a connection without using it.
 */
public final class PgPools {
    /**
     * How long a statement may take, and how long a connection may be silent before it counts as hung.
     *
     * @param silence longer than both, so that the server's own answer comes first
     */
    record Patience(Duration apiStatement, Duration pipelineStatement, Duration silence) {
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    private static final Log LOG = Log.of(PgPools.class);
    private static final int LIFETIME_MINUTES = 60;
    private static final int CLEANER_MILLIS = 1_000;
    private static final int PREPARED_STATEMENTS_MAX = 256;
    /** Characters; the driver's own 2,048 would have the longest statement, the log's, planned at each write. */
    private static final int PREPARED_STATEMENT_LENGTH_MAX = 16_384;

    private static final int PIPELINING_LIMIT = 16;
    private static final int REACHABLE_MILLIS = 1_000;
    private static final int PROBE_WAITERS = 16;
    private static final int CLOSE_SECONDS = 5;

    private final Pool api;
    private final Pool pipeline;
    private final Pool probe;

    public PgPools(Vertx vertx, DatabaseSettings settings, RuntimeRoles.Logins logins) {
        this(vertx, settings, logins, Patience.USUAL);
    }

    PgPools(Vertx vertx, DatabaseSettings settings, RuntimeRoles.Logins logins, Patience patience) {
        var connect = settings.connectTimeout();
        var apiConnections = apiOptions(logins.api(), patience);
        api = pool(vertx, apiConnections, options(settings.apiPoolSize(), settings.maxWaiters(), connect), patience);
        pipeline = pool(
                vertx,
                pipelineOptions(logins.pipeline(), patience),
                options(settings.pipelinePoolSize(), settings.maxWaiters(), connect),
                patience);
        probe = pool(vertx, apiConnections, options(1, PROBE_WAITERS, connect), patience);
    }

    public Pool api() {
        return api;
    }

    public Pool pipeline() {
        return pipeline;
    }

    /** How many connections are open at the moment, lent or idle. Safe from every thread. */
    public int connections() {
        return api.size() + pipeline.size() + probe.size();
    }

    /** Whether PostgreSQL answers, within a second; on a connection of its own, so that load is not taken for loss. */
    public Future<Void> reachable() {
        return probe.query("select 1")
                .execute()
                .timeout(REACHABLE_MILLIS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    /** Succeeds once each pool has had an answer; what it opens for that is there for the first requests. */
    Future<Void> answer() {
        return Future.all(answer(api), answer(pipeline), answer(probe)).mapEmpty();
    }

    private static Future<Void> answer(Pool pool) {
        return using(pool, connection -> connection.query("select 1").execute()).mapEmpty();
    }

    /** Within five seconds; a server that hangs is left to itself. */
    public Future<Void> close() {
        return Future.join(api.close(), pipeline.close(), probe.close())
                .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .transform(closed -> Future.succeededFuture());
    }

    /**
     * Lends a connection for as long as the work's future takes. Where none can be had the failure is a {@link
     * PgFailure.NotConnected}: nothing was sent, so surely nothing was written.
     */
    public static <T> Future<T> using(Pool pool, Function<SqlConnection, Future<T>> work) {
        return pool.getConnection()
                .recover(failure -> Future.failedFuture(new PgFailure.NotConnected(failure)))
                .compose(connection -> lend(connection, work));
    }

    /** The statement under way fails with the session; without a handler the driver would print the loss as well. */
    private static <T> Future<T> lend(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        connection.exceptionHandler(lost -> LOG.debug("a session was lost", Fields.of(), lost));
        return Future.succeededFuture(connection).compose(work).eventually(connection::close);
    }

    static PgConnectOptions apiOptions(RuntimeRoles.Login login, Patience patience) {
        return common(login.connectOptions(), patience)
                .addProperty("application_name", "angarium-api")
                .addProperty("statement_timeout", millis(patience.apiStatement()));
    }

    static PgConnectOptions pipelineOptions(RuntimeRoles.Login login, Patience patience) {
        return common(login.connectOptions(), patience)
                .setPipeliningLimit(PIPELINING_LIMIT)
                .addProperty("application_name", "angarium-pipeline")
                .addProperty("statement_timeout", millis(patience.pipelineStatement()))
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_hashjoin", "off")
                .addProperty("enable_mergejoin", "off");
    }

    private static PgConnectOptions common(PgConnectOptions options, Patience patience) {
        return options.setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(PREPARED_STATEMENTS_MAX)
                .setPreparedStatementCacheSqlLimit(PREPARED_STATEMENT_LENGTH_MAX)
                .setReconnectAttempts(0)
                .addProperty("jit", "off")
                .addProperty("synchronous_commit", "on")
                .addProperty("idle_in_transaction_session_timeout", millis(patience.silence()));
    }

    private static PoolOptions options(int size, int waiters, Duration connect) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(Math.max(1, waiters))
                .setConnectionTimeout((int) connect.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime(LIFETIME_MINUTES)
                .setMaxLifetimeUnit(TimeUnit.MINUTES)
                .setPoolCleanerPeriod(CLEANER_MILLIS);
    }

    /** An idle connection goes back at half the silence, so that it is not found silent while it is lent again. */
    private static Pool pool(Vertx vertx, PgConnectOptions connect, PoolOptions options, Patience patience) {
        var silence = (int) patience.silence().toMillis();
        var transport = new NetClientOptions()
                .setConnectTimeout(options.getConnectionTimeout())
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(silence);
        return PgBuilder.pool()
                .with(options.setIdleTimeout(silence / 2).setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                .with(transport)
                .connectingTo(connect)
                .withConnectHandler(connection -> {
                    watchSilence(connection, silence);
                    connection.close(); // gives it to the pool
                })
                .using(vertx)
                .build();
    }

    /**
     * The time-out sits below the driver's codec, whose own way to close says goodbye and waits for the server to hang up:
     * for ever, where the server hangs. Only the driver's inner class leads there.
     */
    private static void watchSilence(SqlConnection connection, int millis) {
        var session = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        var timeout = new ReadTimeoutHandler(millis, TimeUnit.MILLISECONDS);
        session.socket().channelHandlerContext().pipeline().addFirst("silence", timeout);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
