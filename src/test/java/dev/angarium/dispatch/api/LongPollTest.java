package dev.angarium.dispatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.access.Reply;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LongPollTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private Desk desk;
    private InstanceRef device;

    @BeforeEach
    void start() {
        desk = new Desk(DATABASE, true, new DeviceWatch.Limits(2, 1));
        device = desk.world.instance("a-" + desk.world.tenantId);
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void what_is_there_is_answered_at_once() {
        desk.world.write(device, "message.received", "c");
        assertThat(seqs(Await.of(events().with("wait", "20s").begin()))).containsExactly(1L);
        assertThat(desk.watch.waiting()).isZero();
    }

    @Test
    void a_wait_ends_with_the_devices_next_commit() {
        var waiting = waiting(events().with("wait", "20s"));
        desk.commit(device, "message.received");
        assertThat(seqs(Await.of(waiting))).containsExactly(1L);
        assertThat(desk.watch.waiting()).isZero();
        assertThat(desk.waits.pending()).isZero();
    }

    @Test
    void a_wait_ends_with_its_time_and_an_empty_list() {
        var waiting = waiting(events().with("wait", "20s"));
        desk.waits.forward(Duration.ofSeconds(19));
        assertThat(waiting.isComplete()).isFalse();
        desk.waits.forward(Duration.ofSeconds(1));
        assertThat(seqs(Await.of(waiting))).isEmpty();
        assertThat(desk.watch.waiting()).isZero();
    }

    @Test
    void nobody_waits_longer_than_the_server_lets_a_request_take() {
        var waiting = waiting(events().with("wait", "10m"));
        desk.waits.forward(Desk.LONGEST_WAIT);
        assertThat(seqs(Await.of(waiting))).isEmpty();
    }

    @Test
    void a_number_alone_counts_seconds() {
        var waiting = waiting(events().with("wait", "2"));
        desk.waits.forward(Duration.ofSeconds(2));
        assertThat(seqs(Await.of(waiting))).isEmpty();
    }

    @Test
    void another_devices_commit_and_another_type_end_no_wait() {
        var waiting = waiting(events().with("wait", "20s").with("type", "message.*"));
        desk.commit(desk.world.instance("b-" + desk.world.tenantId), "message.received");
        desk.commit(device, "presence.updated");
        assertThat(desk.watch.waiting()).isEqualTo(1);
        desk.commit(device, "message.status");
        assertThat(seqs(Await.of(waiting))).containsExactly(2L);
    }

    @Test
    void the_inbox_waits_for_received_messages() {
        var waiting =
                waiting(desk.ask("listDeviceInbox").at("deviceId", device.id()).with("wait", "20s"));
        desk.commit(device, "message.sent");
        assertThat(desk.watch.waiting()).isEqualTo(1);
        desk.commit(device, "message.received");
        assertThat(seqs(Await.of(waiting))).containsExactly(2L);
    }

    @Test
    void whoever_waits_can_always_go_on_from_where_it_was() {
        desk.world.write(device, "message.received", "c");
        var first = Await.of(events().with("wait", "20s").begin());
        var waiting = waiting(events().with("wait", "20s").with("cursor", cursor(first)));
        desk.waits.forward(Duration.ofSeconds(20));
        var empty = Await.of(waiting);
        assertThat(seqs(empty)).isEmpty();
        var again = waiting(events().with("wait", "20s").with("cursor", cursor(empty)));
        desk.commit(device, "message.received");
        assertThat(seqs(Await.of(again))).containsExactly(2L);
    }

    @Test
    void one_too_many_is_asked_to_come_back() {
        var waiting = waiting(events().with("wait", "20s"));
        var refused = Await.of(events().with("wait", "20s").begin());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body().orElseThrow().getString("code")).isEqualTo("TOO_MANY_WAITERS");
        assertThat(refused.headers()).containsEntry("Retry-After", "1");
        assertThat(events().status()).as("without a wait").isEqualTo(200);
        desk.commit(device, "message.received");
        Await.of(waiting);
        assertThat(events().with("wait", "20s").status())
                .as("a place is free again")
                .isEqualTo(200);
    }

    @Test
    void a_node_has_a_limit_over_all_tenants() {
        assertThat(desk.watch.watch(device, event -> true)).isPresent();
        var elsewhere = new InstanceRef(98, "x", 98, "y");
        assertThat(desk.watch.watch(elsewhere, event -> true)).isPresent();
        assertThat(desk.watch.watch(new InstanceRef(99, "x", 99, "y"), event -> true))
                .isEmpty();
        assertThat(desk.watch.waiting()).isEqualTo(2);
    }

    @Test
    void a_wait_ends_on_the_context_that_began_it() {
        var context = desk.world.vertx.getOrCreateContext();
        var answered = Promise.<Boolean>promise();
        context.runOnContext(here -> events().with("wait", "20s")
                .begin()
                .onComplete(reply -> answered.complete(Vertx.currentContext() == context)));
        desk.world.until("it waits", () -> desk.waits.pending() == 1);
        desk.commit(device, "message.received");
        assertThat(Await.of(answered.future())).isTrue();
    }

    @Test
    void a_stopping_node_lets_nobody_wait() {
        var waiting = waiting(events().with("wait", "20s"));
        desk.watch.wakeAll();
        assertThat(seqs(Await.of(waiting))).isEmpty();
    }

    /** Begins, and comes back once it waits. */
    private Future<Reply> waiting(Desk.Asking asking) {
        var begun = asking.begin();
        desk.world.until("it waits", () -> desk.waits.pending() == 1);
        return begun;
    }

    private Desk.Asking events() {
        return desk.ask("listDeviceEvents").at("deviceId", device.id());
    }

    private static String cursor(Reply reply) {
        return reply.body().orElseThrow().getString("nextCursor");
    }

    private static List<Long> seqs(Reply reply) {
        return Desk.objects(reply.body().orElseThrow().getJsonArray("data")).stream()
                .map(event -> event.getLong("sequence"))
                .toList();
    }
}
