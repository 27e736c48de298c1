package dev.angarium.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.access.PgAudit;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;
import dev.angarium.eventlog.Drafts;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.ManualTime;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A known key with other content is in the audit of its tenant: which event it met, and nothing of what it said. */
class ConflictAuditTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final int LOOKS_MAX = 1_000;
    private static final Vertx vertx = Vertx.vertx();

    @AfterAll
    static void stop() {
        Await.of(vertx.close());
    }

    @Test
    void a_conflict_is_one_row_that_names_the_first_event() {
        var tenant = (int) database.count("select no from tenant where id = 'default'");
        var instance = new InstanceRef(7, "ins_7", tenant, "default");
        var first = first(instance);

        new PgConflictAudit(database.pipelinePool(vertx), new PgAudit(new ManualTime())).conflict(instance, first);

        assertThat(rows()).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("actor", "broker")
                .containsEntry("object", "event:" + first)
                .containsEntry("outcome", "done")
                .containsEntry("details", "{\"deviceId\":\"ins_7\"}"));
    }

    private static EventId first(InstanceRef instance) {
        return Event.of(Drafts.draft(instance, "k", "one", "chat"), 3).id();
    }

    private static List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> found = List.of();
        for (var look = 0; look < LOOKS_MAX && found.isEmpty(); look++) {
            found = database.query(
                    "select actor, object, outcome, details::text as details from audit where action = 'event.conflict'");
        }
        return found;
    }
}
