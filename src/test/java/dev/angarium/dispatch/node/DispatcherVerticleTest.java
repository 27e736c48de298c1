package dev.angarium.dispatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.dispatch.Samples;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.dispatch.Subscriber.Request;
import dev.angarium.pg.TestDatabase;
import dev.angarium.tenant.Subscription;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DispatcherVerticleTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration[] SOON = {Duration.ofMillis(10), Duration.ofMillis(10)};

    private DispatchWorld world;
    private Subscriber subscriber;

    @BeforeEach
    void start() {
        world = new DispatchWorld(DATABASE);
        subscriber = world.subscriber();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void events_arrive_in_order_and_leave_a_row_each() {
        var subscription = world.subscribe(Samples.subscription(subscriber.url()));
        var instance = world.instance("a-" + world.tenantId);
        world.commit(instance, 20);
        var requests = Await.of(subscriber.received(20));
        assertThat(requests).extracting(Request::seq).containsExactlyElementsOf(seqs(1, 20));
        world.until("20 attempts are written", () -> attempts(subscription) == 20);
    }

    @Test
    void a_failed_delivery_comes_again_with_the_same_body_and_id() {
        subscriber.thenAnswers(Subscriber.status(500));
        subscriber.thenAnswers(Subscriber.reset());
        world.subscribe(Samples.subscription(subscriber.url()).delays(SOON));
        world.commit(world.instance("a-" + world.tenantId), 2);
        var requests = Await.of(subscriber.received(4));
        assertThat(requests).extracting(Request::seq).containsExactly(1L, 1L, 1L, 2L);
        assertThat(requests).extracting(Request::attempt).containsExactly(1, 2, 3, 1);
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(requests.get(2).id()).isEqualTo(requests.get(0).id());
    }

    @Test
    void an_event_is_parked_after_its_attempts_and_the_lane_goes_on() {
        subscriber.answers(request -> request.response()
                .setStatusCode("1".equals(request.getHeader("X-Sequence")) ? 422 : 200)
                .end("because"));
        var subscription =
                world.subscribe(Samples.subscription(subscriber.url()).delays(SOON));
        world.commit(world.instance("a-" + world.tenantId), 2);
        assertThat(Await.of(subscriber.received(4))).extracting(Request::seq).containsExactly(1L, 1L, 1L, 2L);
        world.until("a dead letter is written", () -> letters(subscription) == 1);
    }

    @Test
    void a_busy_subscriber_is_left_alone_as_long_as_it_asked() {
        subscriber.thenAnswers(Subscriber.retryAfter(503, "1"));
        world.subscribe(Samples.subscription(subscriber.url()).delays(SOON));
        var begun = world.time.nanos();
        world.commit(world.instance("a-" + world.tenantId), 1);
        Await.of(subscriber.received(2));
        assertThat(Duration.ofNanos(world.time.nanos() - begun)).isGreaterThan(Duration.ofMillis(990));
    }

    @Test
    void several_events_go_in_one_array() {
        subscriber.thenAnswers(Subscriber.hang());
        var slow = Samples.subscription(subscriber.url())
                .batch(10)
                .timeout(Duration.ofMillis(200))
                .delays(SOON)
                .format("raw");
        world.subscribe(slow);
        world.commit(world.instance("a-" + world.tenantId), 12);
        var requests = Await.of(subscriber.received(3));
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(requests.get(0).body().toString())
                .startsWith("[{\"n\":1},{\"n\":2}")
                .endsWith("{\"n\":10}]");
        assertThat(requests.get(0).id()).endsWith("+10");
        assertThat(requests.get(2).body().toString()).isEqualTo("[{\"n\":11},{\"n\":12}]");
    }

    @Test
    void gone_disables_the_subscription_and_tells_the_audit() {
        subscriber.answers(410);
        var subscription = world.subscribe(Samples.subscription(subscriber.url()));
        world.commit(world.instance("a-" + world.tenantId), 3);
        world.until(
                "the subscription is disabled",
                () -> DATABASE.count(
                                "select count(*) from subscription where no = ? and state = 'disabled' and state_reason = 'gone'",
                                subscription.no())
                        == 1);
        assertThat(DATABASE.query("select action, object, actor from audit where tenant_no = ?", world.tenantNo))
                .singleElement()
                .satisfies(row -> assertThat(row.values())
                        .containsExactly("webhook.disable", "webhook:" + subscription.id(), "broker"));
        assertThat(subscriber.requests()).hasSize(1);
        assertThat(letters(subscription)).isZero();
    }

    @Test
    void a_changed_address_counts_from_the_next_attempt() {
        subscriber.answers(500);
        var elsewhere = world.subscriber();
        var draft = Samples.subscription(subscriber.url()).delays(Duration.ofMillis(300), Duration.ofMillis(300));
        var subscription = world.subscribe(draft);
        world.commit(world.instance("a-" + world.tenantId), 1);
        Await.of(subscriber.received(1));
        world.write(Samples.subscription(elsewhere.url())
                .of(world.tenantNo, world.tenantId)
                .delays(Duration.ofMillis(300), Duration.ofMillis(300))
                .no(subscription.no()));
        assertThat(Await.of(elsewhere.received(1))).extracting(Request::attempt).containsExactly(2);
    }

    @Test
    void a_paused_subscription_gets_nothing_until_it_goes_on() {
        var draft = Samples.subscription(subscriber.url());
        var subscription = world.subscribe(draft.state(Subscription.State.PAUSED));
        var instance = world.instance("a-" + world.tenantId);
        world.commit(instance, 3);
        assertThat(Await.of(world.dispatcher().status(subscription.no()))).isEmpty();
        world.write(draft.state(Subscription.State.ACTIVE).no(subscription.no()));
        assertThat(Await.of(subscriber.received(3))).extracting(Request::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_new_node_goes_on_where_the_old_one_stopped() {
        world.subscribe(Samples.subscription(subscriber.url()));
        var instance = world.instance("a-" + world.tenantId);
        world.commit(instance, 3);
        Await.of(subscriber.received(3));
        world.stop();
        world.write(instance, "message.received", "c1");
        world.startAgain();
        assertThat(Await.of(subscriber.received(4))).extracting(Request::seq).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_test_event_is_sent_once_and_its_answer_told() {
        subscriber.answers(Subscriber.body(201, "thanks"));
        var subscription = world.subscribe(Samples.subscription(subscriber.url()));
        var result = Await.of(world.dispatcher().test(world.tenantNo, subscription.id()))
                .orElseThrow();
        assertThat(result.delivered()).isTrue();
        assertThat(result.attempt().status()).isEqualTo(201);
        assertThat(result.attempt().responseHead()).isEqualTo("thanks");
        var request = subscriber.requests().get(0);
        assertThat(request.headers().get("X-Event-Type")).isEqualTo("subscription.test");
        assertThat(request.id()).isEqualTo(result.eventId());
        assertThat(attempts(subscription)).isZero();
    }

    @Test
    void a_test_of_a_dead_endpoint_tells_why_and_changes_nothing() {
        subscriber.answers(410);
        var subscription = world.subscribe(Samples.subscription(subscriber.url()));
        var result = Await.of(world.dispatcher().test(world.tenantNo, subscription.id()))
                .orElseThrow();
        assertThat(result.delivered()).isFalse();
        assertThat(result.attempt().error()).isEqualTo("status");
        assertThat(DATABASE.value("select state from subscription where no = ?", subscription.no()))
                .isEqualTo("active");
    }

    @Test
    void nobody_tests_what_is_another_tenants() {
        var subscription = world.subscribe(Samples.subscription(subscriber.url()));
        assertThat(Await.of(world.dispatcher().test(world.tenantNo + 1, subscription.id())))
                .isEmpty();
    }

    private static java.util.List<Long> seqs(long from, long to) {
        return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
    }

    private long attempts(Subscription subscription) {
        return DATABASE.count("select count(*) from delivery_attempt where consumer = ?", subscription.no());
    }

    private long letters(Subscription subscription) {
        return DATABASE.count("select count(*) from dead_letter where consumer = ?", subscription.no());
    }
}
