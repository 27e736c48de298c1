package dev.angarium.pg;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema of a database to what this release needs, as the owner of the database. Blocking. Several nodes may
 * do it at once: one migrates, the others wait.
 */
public final class Migrations {
    private static final int OLDEST_SERVER = 14;
    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SECONDS = 900; // longer than any migration: a large index
    private static final String GROUPS_CAN_BE =
            """
            select rolsuper or rolcreaterole
                or (select count(*) from pg_roles where rolname in ('angarium_api', 'angarium_pipeline')) = 2
            from pg_roles where rolname = current_user
            """;

    private final DatabaseUrl url;

    public Migrations(DatabaseUrl url) {
        this.url = url;
    }

    /**
     * Migrates, or finds nothing to do.
     *
     * @throws StartRefused where the database does not answer, is older than PostgreSQL 14, has a newer schema than this
     *     release knows, or where a migration fails
     */
    public void run() {
        try (var connection = connect(url)) {
            refuseOldServer(connection.getMetaData().getDatabaseMajorVersion());
            refuseWithoutGroups(connection);
        } catch (SQLException e) {
            throw new StartRefused("the database " + url + " does not answer: " + reason(e), e);
        }
        try {
            var flyway = configuration().load();
            refuseNewerSchema(flyway.info().all());
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StartRefused("the schema of " + url + " can not be migrated: " + firstLine(e), e);
        }
    }

    /** A connection for start-up work; every wait of it is bounded. */
    static Connection connect(DatabaseUrl url) throws SQLException {
        var properties = url.jdbcProperties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_SECONDS));
        return DriverManager.getConnection(url.jdbcUrl(), properties);
    }

    static void refuseOldServer(int major) {
        if (major < OLDEST_SERVER) {
            throw new StartRefused(
                    "the database is PostgreSQL " + major + ", Angarium needs " + OLDEST_SERVER + " or newer");
        }
    }

    /** The policies of the tables name the groups, so without them there is no schema. */
    private void refuseWithoutGroups(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(GROUPS_CAN_BE)) {
            if (!row.next() || !row.getBoolean(1)) {
                throw new StartRefused("the user of " + url + " may not create roles; have an administrator run:"
                        + " create role angarium_api; create role angarium_pipeline;"
                        + " grant angarium_api, angarium_pipeline to \"" + url.user() + "\";");
            }
        }
    }

    private void refuseNewerSchema(MigrationInfo[] migrations) {
        Arrays.stream(migrations)
                .filter(migration -> migration.getState().isApplied()
                        && !migration.getState().isResolved())
                .reduce((older, newer) -> newer)
                .ifPresent(unknown -> {
                    throw new StartRefused("the schema of " + url + " is at version " + unknown.getVersion()
                            + ", newer than this release knows: start a newer release");
                });
    }

    private FluentConfiguration configuration() {
        var configuration = Flyway.configure()
                .dataSource(dataSource())
                .locations("classpath:db/migration")
                .ignoreMigrationPatterns(new String[0])
                .failOnMissingLocations(true)
                .cleanDisabled(true);
        // A transactional lock would be an open snapshot, for which CREATE INDEX CONCURRENTLY waits for ever.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration;
    }

    private PGSimpleDataSource dataSource() {
        var dataSource = new PGSimpleDataSource();
        dataSource.setURL(url.jdbcUrl());
        url.jdbcProperties().forEach((name, value) -> setProperty(dataSource, (String) name, (String) value));
        return dataSource;
    }

    private static void setProperty(PGSimpleDataSource dataSource, String name, String value) {
        try {
            dataSource.setProperty(name, value);
        } catch (SQLException e) {
            throw new IllegalArgumentException("the JDBC driver does not know " + name, e);
        }
    }

    /** What PostgreSQL says when it refuses a connection names users and databases, never a password. */
    private static String reason(SQLException e) {
        return e.getSQLState() == null ? e.getClass().getSimpleName() : firstLine(e) + " (" + e.getSQLState() + ")";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
