package dev.angarium.pg;

import dev.angarium.settings.DatabaseSettings;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of its own for a test class, with the whole schema, on the real embedded PostgreSQL:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDatabase database = new TestDatabase();
 * }</pre>
 *
 * One server serves the test JVM; each class gets a clone of a migrated template, dropped afterwards.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    private static final int POOL_SIZE = 4;
    private static final int WAITERS_MAX = 1_000;
    /** Patient: the machine of a test run may be busy with others. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final List<PgPools> pools = new ArrayList<>();
    private @Nullable String name;

    @Override
    public void beforeAll(ExtensionContext context) {
        name = "test_" + UUID.randomUUID().toString().replace("-", "");
        Server.administer("create database " + name + " template " + Server.TEMPLATE);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        pools.forEach(TestDatabase::close);
        pools.clear();
        Server.administer("drop database " + name + " with (force)");
    }

    /** A pool goes with its Vertx, which a test may have closed already. */
    private static void close(PgPools pools) {
        try {
            pools.close();
        } catch (RejectedExecutionException vertxIsClosed) {
            // nothing left to close
        }
    }

    /** A pool under row-level security, as requests use it; closed after the class. */
    public Pool apiPool(Vertx vertx) {
        return pools(vertx).api();
    }

    /** A pool that sees every tenant, as the pipeline uses it; closed after the class. */
    public Pool pipelinePool(Vertx vertx) {
        return pools(vertx).pipeline();
    }

    /** One tenant per transaction on an api pool. */
    public TenantSession tenants(Vertx vertx) {
        return new TenantSession(apiPool(vertx));
    }

    /** Both pools with the settings of a small node. */
    public PgPools pools(Vertx vertx) {
        return pools(vertx, settings());
    }

    /** Both pools with settings of the test's own. */
    public PgPools pools(Vertx vertx, DatabaseSettings settings) {
        var made = new PgPools(vertx, settings, logins());
        pools.add(made);
        return made;
    }

    /** Both pools where a test wants to see patience end. */
    PgPools pools(Vertx vertx, DatabaseSettings settings, PgPools.Patience patience) {
        var made = new PgPools(vertx, settings, logins(), patience);
        pools.add(made);
        return made;
    }

    /** Settings of a small node that reach this database as its owner. */
    public DatabaseSettings settings() {
        var url = ownerUrl();
        var text = "postgres://" + url.user() + ":" + url.password() + "@" + url.host() + ":" + url.port() + "/"
                + url.database() + "?sslmode=disable";
        return new DatabaseSettings(
                Optional.of(text), Path.of("target"), POOL_SIZE, POOL_SIZE, WAITERS_MAX, CONNECT_TIMEOUT);
    }

    /** The same database with other pools. */
    public static DatabaseSettings sized(DatabaseSettings settings, int poolSize, int maxWaiters) {
        return new DatabaseSettings(
                settings.url(), settings.dataDir(), poolSize, poolSize, maxWaiters, settings.connectTimeout());
    }

    /** A data directory for a server of a test's own, which need not unpack the programs once more. */
    static Path dataDirWithPrograms(Path fresh) throws IOException {
        Server.POSTGRES.port();
        Files.createSymbolicLink(
                fresh.resolve("postgres-bin"),
                Server.DATA_DIR.resolve("postgres-bin").toRealPath());
        return fresh;
    }

    /** How the pipeline connects, for a test that makes its own pool or connection. */
    public PgConnectOptions options() {
        return PgPools.pipelineOptions(logins().pipeline(), PgPools.Patience.USUAL);
    }

    public DatabaseUrl ownerUrl() {
        return Server.POSTGRES.url().named(Objects.requireNonNull(name, "only while the class runs"));
    }

    /** With the owner's user and password in it. */
    public String ownerJdbcUrl() {
        var url = ownerUrl();
        return url.jdbcUrl() + "?sslmode=disable&user=" + url.user() + "&password=" + url.password();
    }

    /** The logins of the two pools. */
    public RuntimeRoles.Logins logins() {
        return new RuntimeRoles.Logins(here(Server.LOGINS.api()), here(Server.LOGINS.pipeline()), List.of());
    }

    /** Cuts the pipeline's connections and lets no new one in, as if the database were away; or lets them in again. */
    public void allowPipeline(boolean allowed) {
        var login = logins().pipeline().url().user();
        Server.administer("alter role \"" + login + "\" " + (allowed ? "login" : "nologin"));
        if (!allowed) {
            query("select pg_terminate_backend(pid) from pg_stat_activity where usename = ?", login);
        }
    }

    /** Runs a statement, or several without parameters, as the owner; the number of rows changed by the first. */
    public int execute(String sql, Object... parameters) {
        try (var connection = connect();
                var statement = prepared(connection, sql, parameters)) {
            statement.execute();
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows as the owner sees them, by column name. */
    public List<Map<String, @Nullable Object>> query(String sql, Object... parameters) {
        try (var connection = connect();
                var statement = prepared(connection, sql, parameters);
                var result = statement.executeQuery()) {
            return rows(result);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row, as the owner sees it. */
    public @Nullable Object value(String sql, Object... parameters) {
        return query(sql, parameters).get(0).values().iterator().next();
    }

    /** The value of a {@code select count(*)}, or of another query for one number. */
    public long count(String sql, Object... parameters) {
        return ((Number) Objects.requireNonNull(value(sql, parameters))).longValue();
    }

    private Connection connect() throws SQLException {
        return Migrations.connect(ownerUrl());
    }

    private RuntimeRoles.Login here(RuntimeRoles.Login login) {
        return new RuntimeRoles.Login(login.url().named(ownerUrl().database()), login.role());
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static List<Map<String, @Nullable Object>> rows(ResultSet result) throws SQLException {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        var columns = result.getMetaData();
        while (result.next()) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            for (var i = 1; i <= columns.getColumnCount(); i++) {
                row.put(columns.getColumnLabel(i), result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Started with the first test that needs it, stopped with the JVM. */
    private static final class Server {
        static final String TEMPLATE = "angarium_template";
        static final Path DATA_DIR = Path.of("target", "test-postgres");
        static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.start(DATA_DIR, state -> {});
        static final RuntimeRoles.Logins LOGINS = makeTemplate();

        private Server() {}

        private static RuntimeRoles.Logins makeTemplate() {
            Runtime.getRuntime().addShutdownHook(new Thread(POSTGRES::stop, "postgres-stop"));
            dropLeftovers();
            administer("create database " + TEMPLATE);
            var url = POSTGRES.url().named(TEMPLATE);
            new Migrations(url).run();
            return new RuntimeRoles(url, UnaryOperator.identity(), UnaryOperator.identity()).ensure();
        }

        /** Of earlier runs: databases, where they were killed, and their logins. */
        private static void dropLeftovers() {
            names("select datname from pg_database where datname ~ '^test_|^" + TEMPLATE + "$'")
                    .forEach(name -> administer("drop database " + name + " with (force)"));
            names("select rolname from pg_roles where rolname ~ '^test_|_login_'")
                    .forEach(name -> administer("drop role " + name));
        }

        private static List<String> names(String sql) {
            try (var connection = Migrations.connect(POSTGRES.url());
                    var statement = connection.prepareStatement(sql);
                    var result = statement.executeQuery()) {
                return rows(result).stream()
                        .map(row -> String.valueOf(row.values().iterator().next()))
                        .toList();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        static void administer(String sql) {
            try (var connection = Migrations.connect(POSTGRES.url());
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
