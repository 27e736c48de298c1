package dev.angarium.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.time.VertxTime;
import dev.angarium.web.address.AddressRules;
import dev.angarium.web.client.ClientLimits;
import dev.angarium.web.client.GuardedClient;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private final List<String> counted = new ArrayList<>();
    private final DispatchMetrics metrics = new DispatchMetrics() {
        @Override
        public void delivered(int events, Duration latency) {
            counted.add("delivered " + events);
        }

        @Override
        public void failed(String code, Duration latency) {
            counted.add("failed " + code);
        }

        @Override
        public void retried() {
            counted.add("retried");
        }
    };
    private Vertx vertx;
    private Subscriber subscriber;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        subscriber = Await.of(Subscriber.start(vertx));
    }

    @AfterEach
    void stop() {
        Await.of(vertx.close());
    }

    @Test
    void an_event_arrives_as_it_was_composed() {
        subscriber.answers(Subscriber.body(202, "thanks"));
        var draft = Samples.subscription(subscriber.url()).headers(Map.of("X-Team", "billing"));
        var result = attempt(draft, 1);
        assertThat(result).isInstanceOf(StepResult.Done.class);
        assertThat(result.attempt().status()).isEqualTo(202);
        assertThat(result.attempt().error()).isNull();
        assertThat(result.attempt().responseHead()).isEqualTo("thanks");
        var request = subscriber.requests().get(0);
        assertThat(request.path()).isEqualTo("/hook");
        assertThat(request.headers().get("X-Team")).isEqualTo("billing");
        assertThat(request.headers().get("X-Rijan-Signature")).hasSize(64);
        assertThat(request.headers().get("webhook-signature")).startsWith("v1,");
        assertThat(counted).containsExactly("delivered 1");
    }

    @ParameterizedTest
    @CsvSource({"500,status,false", "404,status,true", "408,status,false", "429,status,false", "302,redirect,false"})
    void a_refusal_is_told_by_its_status(int status, String code, boolean ofThisEvent) {
        subscriber.answers(status);
        var result = attempt(Samples.subscription(subscriber.url()), 2);
        assertThat(result.kind()).isEqualTo(StepResult.Kind.FAILED);
        assertThat(result.ofThisEvent()).isEqualTo(ofThisEvent);
        assertThat(result.attempt().status()).isEqualTo(status);
        assertThat(result.attempt().error()).isEqualTo(code);
        assertThat(counted).containsExactly("failed " + code, "retried");
    }

    @Test
    void a_redirect_is_not_followed() {
        var target = Await.of(Subscriber.start(vertx));
        subscriber.answers(Subscriber.redirect(target.url()));
        assertThat(attempt(Samples.subscription(subscriber.url()), 1).kind()).isEqualTo(StepResult.Kind.FAILED);
        assertThat(target.requests()).isEmpty();
    }

    @Test
    void gone_is_told_as_such() {
        subscriber.answers(410);
        assertThat(attempt(Samples.subscription(subscriber.url()), 1).kind()).isEqualTo(StepResult.Kind.GONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retry_after_is_heeded(int status) {
        subscriber.answers(Subscriber.retryAfter(status, "12"));
        assertThat(attempt(Samples.subscription(subscriber.url()), 1).retryAfter())
                .contains(Duration.ofSeconds(12));
    }

    @Test
    void a_subscriber_that_hangs_costs_its_timeout_and_no_more() {
        subscriber.answers(Subscriber.hang());
        var draft = Samples.subscription(subscriber.url()).timeout(Duration.ofMillis(300));
        var result = attempt(draft, 1);
        assertThat(result.attempt().error()).isEqualTo("timeout");
        assertThat(result.attempt().status()).isZero();
        assertThat(result.attempt().latencyMillis()).isBetween(299, 299 + 250 + 2_000);
    }

    @Test
    void a_broken_connection_is_a_failed_attempt() {
        subscriber.answers(Subscriber.reset());
        assertThat(attempt(Samples.subscription(subscriber.url()), 1).attempt().error())
                .isEqualTo("reset");
        Await.of(subscriber.stop());
        assertThat(attempt(Samples.subscription(subscriber.url()), 1).attempt().error())
                .isEqualTo("connect");
    }

    @Test
    void an_answer_cut_short_still_has_its_status() {
        subscriber.answers(Subscriber.cutShort());
        var result = attempt(Samples.subscription(subscriber.url()), 1);
        assertThat(result.kind()).isEqualTo(StepResult.Kind.DONE);
        assertThat(result.attempt().responseHead()).isEqualTo("begun");
    }

    @Test
    void a_private_address_is_refused_where_they_are_closed() {
        var result = attempt(Samples.subscription(subscriber.url()), 1, client(false));
        assertThat(result.attempt().error()).isEqualTo("refused_address");
        assertThat(subscriber.requests()).isEmpty();
    }

    @Test
    void both_secrets_arrive_while_a_rotation_runs() {
        attempt(Samples.subscription(subscriber.url()).secrets(new byte[] {1}, new byte[] {2}), 1);
        var headers = subscriber.requests().get(0).headers();
        assertThat(headers.get("webhook-signature").split(" ")).hasSize(2);
        assertThat(headers.contains("X-Rijan-Signature-Previous")).isTrue();
    }

    @Test
    void a_retry_is_byte_identical() {
        var draft = Samples.subscription(subscriber.url());
        attempt(draft, 1);
        attempt(draft, 2);
        assertThat(subscriber.requests().get(1).body())
                .isEqualTo(subscriber.requests().get(0).body());
    }

    private StepResult attempt(Samples.Draft draft, int number) {
        return attempt(draft, number, client(true));
    }

    private StepResult attempt(Samples.Draft draft, int number, GuardedClient client) {
        var composer = new Composer("X-Rijan-Signature", "1.0", new Random(1));
        var delivery = new Delivery(client, composer, new VertxTime(vertx), metrics);
        var consumer = new SubscriptionConsumer(draft.no(1), Samples.settings(), delivery);
        var step = new Step(new LaneKey(1, Samples.INSTANCE.no()), List.of(Samples.event(1)), number, false);
        return Await.of(consumer.attempt(step));
    }

    private GuardedClient client(boolean allowPrivate) {
        var parts = GuardedClient.Parts.of(vertx, new VertxTime(vertx), new AddressRules(allowPrivate));
        return new GuardedClient(parts, ClientLimits.of(4, 0), () -> {});
    }
}
