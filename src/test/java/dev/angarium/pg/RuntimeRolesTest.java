package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
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
}
