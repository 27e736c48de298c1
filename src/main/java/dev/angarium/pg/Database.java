package dev.angarium.pg;

import dev.angarium.settings.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The database of a node, from the settings to the pools: server, schema, logins, pools; closed in reverse. */
public final class Database {
    /**
     * What the database needs from elsewhere.
     *
     * @param seal encrypts what is kept in a table
     * @param unseal the reverse; throws {@link StartRefused} where the key is another one
     * @param listener hears of the embedded server's life, on a thread of its own
     */
    public record Surroundings(
            UnaryOperator<byte[]> seal, UnaryOperator<byte[]> unseal, Consumer<EmbeddedPostgres.State> listener) {}

    private static final int FIRST_ANSWER_TRIES = 10;

    private final Vertx vertx;
    private final Optional<EmbeddedPostgres> server;
    private final RuntimeRoles.Logins logins;
    private final PgPools pools;
    private final TenantSession tenants;

    private Database(
            Vertx vertx, Optional<EmbeddedPostgres> server, RuntimeRoles.Logins logins, DatabaseSettings settings) {
        this.vertx = vertx;
        this.server = server;
        this.logins = logins;
        this.pools = new PgPools(vertx, settings, logins);
        this.tenants = new TenantSession(pools.api());
    }

    /**
     * Opens the database on a worker thread: starts the embedded server where no URL is set, migrates, makes the logins.
     * Fails with {@link StartRefused}, whose message is the line to show.
     */
    public static Future<Database> open(Vertx vertx, DatabaseSettings settings, Surroundings surroundings) {
        return blocking(vertx, () -> openBlocking(vertx, settings, surroundings))
                .compose(database -> database.answering(FIRST_ANSWER_TRIES));
    }

    /**
     * A boot is busy, so the first connections may take longer than a running node would wait for one; what still fails
     * after some tries (a proxy in between that knows neither the logins nor their settings) ends the start.
     */
    private Future<Database> answering(int tries) {
        return pools.answer().map(this).recover(failure -> {
            var lost = PgFailure.of(failure);
            if (tries > 1 && lost.passing()) {
                return answering(tries - 1);
            }
            var line = "the pools can not use the database: " + lost.kind() + " " + lost.sqlState();
            return close().transform(closed -> Future.failedFuture(new StartRefused(line.strip(), failure)));
        });
    }

    private static Database openBlocking(Vertx vertx, DatabaseSettings settings, Surroundings surroundings) {
        var server = settings.url().isPresent()
                ? Optional.<EmbeddedPostgres>empty()
                : Optional.of(EmbeddedPostgres.start(settings.dataDir(), surroundings.listener()));
        try {
            var url = server.map(EmbeddedPostgres::url)
                    .orElseGet(() -> DatabaseUrl.parse(settings.url().orElseThrow()));
            new Migrations(url).run();
            var logins = new RuntimeRoles(url, surroundings.seal(), surroundings.unseal()).ensure();
            return new Database(vertx, server, logins, settings);
        } catch (RuntimeException e) {
            server.ifPresent(EmbeddedPostgres::stop);
            throw e;
        }
    }

    /** For tenants' requests, under row-level security; use {@link #tenants()} where a transaction is meant. */
    public Pool api() {
        return pools.api();
    }

    /** For the pipeline, which sees every tenant. */
    public Pool pipeline() {
        return pools.pipeline();
    }

    public TenantSession tenants() {
        return tenants;
    }

    /** Lines the boot should warn with; empty where the pools log in as they should. */
    public List<String> warnings() {
        return logins.warnings();
    }

    /** How many connections the pools have open at the moment. */
    public int connections() {
        return pools.connections();
    }

    /** Succeeds where PostgreSQL answers within a second. */
    public Future<Void> reachable() {
        return pools.reachable();
    }

    /** Pools first, then the embedded server; also where the pools do not close. */
    public Future<Void> close() {
        return pools.close().eventually(() -> blocking(vertx, this::stopServer));
    }

    private Optional<Void> stopServer() {
        server.ifPresent(EmbeddedPostgres::stop);
        return Optional.empty();
    }

    private static <T> Future<T> blocking(Vertx vertx, Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
