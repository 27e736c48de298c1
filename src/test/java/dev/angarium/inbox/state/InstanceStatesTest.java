package dev.angarium.inbox.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.VertxTime;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstanceStatesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final long T0 = 1_767_225_600_000L;
    private static int made;

    private final Vertx vertx = Vertx.vertx();
    private InstanceStates states;
    private InstanceRef instance;

    @BeforeEach
    void start() {
        var pool = DATABASE.pools(vertx).pipeline();
        states = InstanceStates.on(vertx, new PgInstanceStates(pool), new VertxTime(vertx));
        var id = "ins-" + ++made;
        var tenant = (int) DATABASE.count("insert into tenant (id, name) values (?, 't') returning no", "ten-" + made);
        DATABASE.execute(
                "insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, created_at,"
                        + " updated_at) values (?, ?, 'evolution', 'c', sha256(?::bytea), 'none', now(), now())",
                "con-" + made,
                tenant,
                id);
        var no = (int) DATABASE.count(
                "insert into instance (id, tenant_no, connection_no, external_id, name, created_at)"
                        + " select ?, tenant_no, no, ?, 'i', now() from connection where id = ? returning no",
                id,
                id,
                "con-" + made);
        instance = new InstanceRef(no, id, tenant, "ten-" + made);
    }

    @AfterEach
    void stop() {
        Await.of(vertx.close());
    }

    private Event event(String type, String data, long receivedAt) {
        return new Event(instance, 1, type, null, receivedAt, receivedAt, "c", data.getBytes(UTF_8), new byte[0]);
    }

    private void say(String state, long receivedAt) {
        states.committed(List.of(event("connection.updated", "{\"state\":\"" + state + "\"}", receivedAt)));
    }

    private Object state() {
        return String.valueOf(DATABASE.value("select state from instance where no = ?", instance.no()));
    }

    private void until(String state) {
        for (var looks = 0; !state.equals(state()); looks++) {
            assertThat(looks).as("never " + state).isLessThan(1_000);
            var pause = Promise.<Void>promise();
            vertx.setTimer(10, fired -> pause.complete());
            Await.of(pause.future());
        }
    }

    @Test
    void the_last_word_of_the_provider_counts() {
        say("connecting", T0);
        say("open", T0 + 1);
        until("open");
        say("closed", T0 + 2);
        until("closed");
        assertThat(DATABASE.count(
                        "select count(*) from instance where no = ? and state_at = to_timestamp(?)",
                        instance.no(),
                        (T0 + 2) / 1000.0))
                .isEqualTo(1);
    }

    @Test
    void what_was_received_earlier_changes_nothing_any_more() {
        say("open", T0 + 10);
        until("open");
        say("closed", T0);
        say("qr", T0 + 11);
        until("qr");
    }

    @Test
    void an_event_that_says_nothing_of_a_connection_is_left_alone() {
        states.committed(List.of(
                event("message.received", "{\"state\":\"open\"}", T0),
                event("connection.updated", "{\"state\":\"refused\"}", T0),
                event("connection.updated", "{\"state\":7}", T0),
                event("connection.updated", "no json", T0)));
        say("connecting", T0 + 1);
        until("connecting");
    }
}
