package dev.angarium.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.access.audit.PgChainCheck.Broken;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgChainCheckTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final Vertx vertx = Vertx.vertx();
    private final List<Broken> told = new ArrayList<>();
    private final PgChainCheck check = new PgChainCheck(database.pipelinePool(vertx), told::add);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void a_row_that_was_tampered_with_is_told_at_each_round_and_whole_chains_are_not() {
        for (var tenant : List.of("ten_one", "ten_two", "ten_three")) {
            database.execute("insert into tenant (id, name) values (?, ?)", tenant, tenant);
            audit(tenant, 3);
        }
        round();
        assertThat(told).isEmpty();

        tamper(
                "update audit set actor = 'nobody' where n = 2 and tenant_no = (select no from tenant where id = 'ten_two')");
        round();
        round();
        assertThat(told).containsExactly(new Broken("ten_two", 2), new Broken("ten_two", 2));

        tamper("delete from audit where n = 3 and tenant_no = (select no from tenant where id = 'ten_three')");
        told.clear();
        round();
        assertThat(told).containsExactly(new Broken("ten_two", 2), new Broken("ten_three", 3));
    }

    private void round() {
        while (Await.of(check.next()) > 0) {
            assertThat(told).hasSizeLessThan(10);
        }
    }

    private static void audit(String tenant, int rows) {
        for (var row = 0; row < rows; row++) {
            database.query(
                    "select append_audit(no, 0, 'me', 'key.create', 'key:1', 'done', '{}', null) from tenant where id = ?",
                    tenant);
        }
    }

    /** As whoever owns the table may. */
    private static void tamper(String change) {
        database.execute("alter table audit disable trigger audit_refuses");
        assertThat(database.execute(change)).isEqualTo(1);
        database.execute("alter table audit enable trigger audit_refuses");
    }
}
