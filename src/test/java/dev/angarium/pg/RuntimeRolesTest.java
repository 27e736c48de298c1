package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.angarium.Await;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(VertxExtension.class)
class RuntimeRolesTest {
    private static final String WHO_AM_I =
            """
            select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls
                or oid = (select datdba from pg_database where datname = current_database()) as powerful
            from pg_roles where rolname = current_user
            """;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void neither_login_is_superuser_or_owner(Vertx vertx) {
        var pools = database.pools(vertx);

        for (var pool : List.of(pools.api(), pools.pipeline())) {
            var rows = Await.of(pool.query(WHO_AM_I).execute());
            assertThat(rows.iterator().next().getBoolean("powerful")).isFalse();
        }
    }

    @Test
    void no_pool_can_read_the_sealed_passwords(Vertx vertx) {
        var pools = database.pools(vertx);

        for (var pool : List.of(pools.api(), pools.pipeline())) {
            assertThat(Await.failureOf(pool.query("select * from runtime_role").execute()))
                    .isInstanceOfSatisfying(
                            PgException.class, e -> assertThat(e.getSqlState()).isEqualTo("42501"));
        }
    }

    @Test
    void a_second_boot_finds_the_logins_of_the_first() {
        var roles = new RuntimeRoles(database.ownerUrl(), UnaryOperator.identity(), UnaryOperator.identity());

        assertThat(roles.ensure()).isEqualTo(roles.ensure());
        assertThat(roles.ensure().warnings()).isEmpty();
    }

    @Test
    void a_password_is_kept_sealed() {
        database.execute("delete from runtime_role");

        var logins = new RuntimeRoles(database.ownerUrl(), RuntimeRolesTest::flip, RuntimeRolesTest::flip).ensure();

        var kept = (byte[])
                Objects.requireNonNull(database.value("select sealed_password from runtime_role where duty = 'api'"));
        assertThat(new String(kept, StandardCharsets.ISO_8859_1))
                .isNotEmpty()
                .doesNotContain(logins.api().url().password());
        assertThat(new String(flip(kept), StandardCharsets.UTF_8))
                .isEqualTo(logins.api().url().password());
    }

    @Test
    void a_password_that_can_not_be_unsealed_refuses_the_start_and_changes_nothing() {
        var first = new RuntimeRoles(database.ownerUrl(), UnaryOperator.identity(), UnaryOperator.identity()).ensure();

        var otherKey = new RuntimeRoles(database.ownerUrl(), UnaryOperator.identity(), kept -> {
            throw new StartRefused("another key");
        });

        assertThatThrownBy(otherKey::ensure).isInstanceOf(StartRefused.class).hasMessage("another key");
        var again = new RuntimeRoles(database.ownerUrl(), UnaryOperator.identity(), UnaryOperator.identity()).ensure();
        assertThat(again.api().url()).isEqualTo(first.api().url());
    }

    @Test
    void a_login_that_is_gone_after_a_restore_is_made_again() {
        var roles = new RuntimeRoles(database.ownerUrl(), UnaryOperator.identity(), kept -> kept);
        var missing = "angarium_api_login_" + name();
        database.execute("update runtime_role set name = '" + missing + "' where duty = 'api'");

        assertThat(roles.ensure().api().url().user()).isEqualTo(missing);
        assertThat(database.count("select count(*) from pg_roles where rolname = '" + missing + "'"))
                .isEqualTo(1);
    }

    @Test
    void an_owner_who_may_not_create_roles_takes_on_the_groups_and_warns(Vertx vertx) {
        var owner = plainOwner();
        database.execute("grant angarium_api, angarium_pipeline to " + owner.user());
        new Migrations(owner).run();

        var logins = new RuntimeRoles(owner, UnaryOperator.identity(), UnaryOperator.identity()).ensure();

        assertThat(logins.warnings()).hasSize(2).allMatch(line -> line.contains("takes on the role"));
        var pools = new PgPools(vertx, database.settings(), logins);
        var user = Await.of(pools.api().query("select current_user").execute());
        assertThat(user.iterator().next().getString(0)).isEqualTo("angarium_api");
        Await.of(pools.close());
    }

    @Test
    void an_owner_who_is_not_even_a_member_stays_the_owner_and_warns() {
        var owner = plainOwner();
        new Migrations(owner).run();

        var logins = new RuntimeRoles(owner, UnaryOperator.identity(), UnaryOperator.identity()).ensure();

        assertThat(logins.api().role()).isEmpty();
        assertThat(logins.api().url()).isEqualTo(owner);
        assertThat(logins.warnings()).hasSize(2).allMatch(line -> line.contains("row-level security does not hold"));
    }

    /** The owner of an empty database of its own, as a hosted PostgreSQL gives one. */
    private static DatabaseUrl plainOwner() {
        var name = "test_" + name();
        database.execute("create role " + name + " login password 'plain'");
        database.execute("create database " + name + " owner " + name);
        return database.ownerUrl().named(name).as(name, "plain");
    }

    private static String name() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static byte[] flip(byte[] bytes) {
        var flipped = bytes.clone();
        for (var i = 0; i < flipped.length; i++) {
            flipped[i] ^= 0x5a;
        }
        return flipped;
    }
}
