package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final String NEWER =
            """
            insert into flyway_schema_history
                (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            values (9999, '9999', 'from the future', 'SQL', 'V9999__from_the_future.sql', 1, 'somebody', 1, true)
            """;

    @Test
    void a_migrated_database_is_left_as_it_is() {
        var before = database.count("select count(*) from flyway_schema_history");

        new Migrations(database.ownerUrl()).run();

        assertThat(database.count("select count(*) from flyway_schema_history")).isEqualTo(before);
    }

    @Test
    void the_groups_can_not_log_in_and_have_no_power() {
        assertThat(
                        database.count(
                                """
                select count(*) from pg_roles where rolname in ('angarium_api', 'angarium_pipeline')
                and not (rolcanlogin or rolsuper or rolcreatedb or rolcreaterole or rolbypassrls)
                """))
                .isEqualTo(2);
    }

    @Test
    void every_table_that_names_a_tenant_is_under_row_level_security() {
        assertThat(
                        database.query(
                                """
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                where a.attname = 'tenant_no' and c.relkind in ('r', 'p') and not c.relispartition
                and not c.relrowsecurity
                """))
                .isEmpty();
    }

    @Test
    void a_newer_schema_is_refused_with_one_line() {
        database.execute(NEWER);
        try {
            assertThatThrownBy(() -> new Migrations(database.ownerUrl()).run())
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("is at version 9999, newer than this release knows");
        } finally {
            database.execute("delete from flyway_schema_history where installed_rank = 9999");
        }
    }

    @Test
    void an_old_server_is_refused_with_one_line() {
        assertThatThrownBy(() -> Migrations.refuseOldServer(13))
                .isInstanceOf(StartRefused.class)
                .hasMessage("the database is PostgreSQL 13, Angarium needs 14 or newer");
        assertThatCode(() -> Migrations.refuseOldServer(14)).doesNotThrowAnyException();
    }

    @Test
    void a_server_that_is_not_there_is_refused_with_one_line() throws IOException {
        var nowhere = DatabaseUrl.local(closedPort(), "db", "user", "secret");

        assertThatThrownBy(() -> new Migrations(nowhere).run())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("does not answer")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "\n"));
    }

    @Test
    void a_wrong_password_is_refused_with_one_line() {
        var wrong = database.ownerUrl().as("angarium", "secret");

        assertThatThrownBy(() -> new Migrations(wrong).run())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("28P01")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "\n"));
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
