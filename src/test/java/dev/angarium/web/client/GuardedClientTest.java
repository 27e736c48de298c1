package dev.angarium.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import dev.angarium.web.address.AddressRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedClientTest {
    private static final Duration DEADLINE = Duration.ofMillis(600);
    private static final Duration CUT = DEADLINE.plusMillis(250);
    private static final Duration AMPLE = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String NAME = "subscriber.test";

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx);
    private final AtomicInteger reconnects = new AtomicInteger();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void an_answer_has_status_headers_and_body_and_the_connection_is_used_again() {
        var server = RawServer.answering(vertx, "HTTP/1.1 503 x\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno");
        var client = client();
        var context = vertx.getOrCreateContext();
        for (var turn = 0; turn < 3; turn++) {
            var answered = answered(on(context, () -> client.send(to(server))));
            assertThat(answered.status()).isEqualTo(503);
            assertThat(answered.retryAfter()).contains("7");
            assertThat(answered.body()).hasToString("no");
            assertThat(answered.whole()).isTrue();
        }
        assertThat(server.accepted).hasValue(1);
    }

    @Test
    void the_name_is_sent_as_host_while_the_checked_address_is_connected_to() {
        var server = RawServer.behaving(
                vertx,
                socket -> socket.handler(request -> {
                    var host = request.toString().lines().filter(line -> line.toLowerCase()
                            .startsWith("host:"));
                    var text = host.findFirst().orElse("none");
                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
                }));
        var answered = answered(client().send(to("http://" + NAME + ":" + server.port() + "/a?b=c")));
        assertThat(answered.body().toString()).endsWith(NAME + ":" + server.port());
    }

    @Test
    void a_peer_that_hangs_after_accept_is_cut_at_the_deadline() {
        var server = RawServer.behaving(vertx, socket -> {});
        var result = timed(client().send(hasty(server)));
        assertThat(result.outcome).isEqualTo(new Outcome.TimedOut(true));
        assertThat(result.took).isBetween(DEADLINE.minusMillis(20), CUT);
        eventually(() -> server.closed.get() == 1);
    }

    @Test
    void a_peer_that_never_reads_is_cut_at_the_deadline_although_bytes_are_still_to_be_written() {
        var server = RawServer.behaving(vertx, NetSocket::pause);
        var request = new OutgoingRequest(
                HttpMethod.POST,
                target(server),
                HttpHeaders.headers(),
                Buffer.buffer(new byte[30 << 20]),
                DEADLINE,
                10);
        var client = client();
        var result = timed(client.send(request));
        assertThat(result.outcome).isEqualTo(new Outcome.TimedOut(true));
        assertThat(result.took).isBetween(DEADLINE.minusMillis(20), CUT);
        var again = timed(client.send(hasty(server)));
        assertThat(again.outcome).isEqualTo(new Outcome.TimedOut(true));
        assertThat(server.accepted).hasValue(2);
    }

    @Test
    void a_reset_at_once_is_tried_again_only_where_nothing_was_sent() {
        var server = RawServer.behaving(vertx, Peers::resetNow);
        assertThat(Await.of(client().send(to(server)))).isInstanceOfAny(Outcome.Broken.class, Outcome.NotSent.class);
        assertThat(server.accepted.get())
                .as("the first and at most two reconnects")
                .isBetween(1, 3);
    }

    @Test
    void a_reset_in_the_middle_of_the_body_leaves_the_status_and_what_was_read() {
        var server = RawServer.behaving(
                vertx,
                socket -> socket.handler(request -> socket.write("HTTP/1.1 500 x\r\nContent-Length: 9\r\n\r\nhalf")
                        .onComplete(written -> vertx.setTimer(50, later -> Peers.resetNow(socket)))));
        var answered = answered(client().send(to(server)));
        assertThat(answered.status()).isEqualTo(500);
        assertThat(answered.body()).hasToString("half");
        assertThat(answered.whole()).isFalse();
    }

    @Test
    void a_trickled_head_is_cut_at_the_deadline() {
        var server = RawServer.behaving(vertx, socket -> trickle(socket, "HTTP/1.1 200 OK\r\nX-Slow: yes\r\n"));
        var result = timed(client().send(hasty(server)));
        assertThat(result.outcome).isEqualTo(new Outcome.TimedOut(true));
        assertThat(result.took).isBetween(DEADLINE.minusMillis(20), CUT);
    }

    @Test
    void a_trickled_body_does_not_hold_the_status_back_longer_than_its_grace() {
        var server = RawServer.behaving(
                vertx,
                socket -> socket.handler(request -> {
                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                    trickle(socket, "x".repeat(100));
                }));
        var result = timed(client().send(request(target(server), Duration.ofSeconds(20))));
        assertThat(result.outcome).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.whole()).isFalse();
        });
        assertThat(result.took).isLessThan(Duration.ofMillis(1250));
        eventually(() -> server.closed.get() == 1);
    }

    @Test
    void a_body_needed_whole_is_waited_for_up_to_the_deadline_only() {
        var server = RawServer.behaving(
                vertx,
                socket -> socket.handler(request -> {
                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
                    trickle(socket, "x".repeat(10_000));
                }));
        var request = new OutgoingRequest(
                HttpMethod.GET, target(server), HttpHeaders.headers(), Buffer.buffer(), DEADLINE, 100_000);
        var result = timed(client().send(request));
        assertThat(result.outcome)
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.whole())
                        .isFalse());
        assertThat(result.took).isBetween(DEADLINE.minusMillis(20), CUT);
    }

    @Test
    void an_endless_body_is_cut_and_its_first_kilobyte_kept() {
        var server = RawServer.behaving(
                vertx,
                socket -> socket.handler(request -> {
                    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    Peers.flood(socket);
                }));
        var result = timed(client().send(hasty(server)));
        assertThat(result.outcome).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.body().length()).isEqualTo(OutgoingRequest.HEAD);
            assertThat(answered.whole()).isFalse();
        });
        assertThat(result.took).isLessThan(DEADLINE);
        eventually(() -> server.closed.get() == 1);
    }

    @Test
    void a_head_of_100_kib_is_refused() {
        var server = RawServer.answering(
                vertx, "HTTP/1.1 200 OK\r\nX-Big: " + "x".repeat(100 << 10) + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(Await.of(client().send(to(server)))).isEqualTo(new Outcome.Broken("protocol"));
        eventually(() -> server.closed.get() == 1);
    }

    @Test
    void a_broken_status_line_is_refused() {
        var server = RawServer.answering(vertx, "HELLO YOU\r\n\r\n");
        assertThat(Await.of(client().send(to(server)))).isEqualTo(new Outcome.Broken("protocol"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirects_are_answers_and_not_followed(int status) {
        var canary = RawServer.answering(vertx, OK);
        var server = RawServer.answering(
                vertx,
                "HTTP/1.1 %d x\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                        .formatted(status, canary.port()));
        assertThat(answered(client().send(to(server))).status()).isEqualTo(status);
        assertThat(canary.accepted).hasValue(0);
    }

    @Test
    void an_answer_just_before_the_deadline_counts() {
        var server = RawServer.behaving(
                vertx, socket -> socket.handler(request -> vertx.setTimer(450, later -> socket.write(OK))));
        assertThat(answered(client().send(to(server))).status()).isEqualTo(200);
    }

    @Test
    void a_refused_connection_is_tried_again_within_the_request() {
        var server = RawServer.answering(vertx, OK);
        var closedPort = server.port();
        Await.of(vertx.close());
        var other = Vertx.vertx();
        try {
            var client = client(other, Peers.ip("127.0.0.1"), Optional.empty(), true);
            var outcome = Await.of(client.send(to("http://" + NAME + ":" + closedPort + "/")));
            assertThat(outcome).isEqualTo(new Outcome.NotSent("connect"));
            assertThat(reconnects).hasValue(2);
        } finally {
            Await.of(other.close());
        }
    }

    @Test
    void another_address_of_the_name_is_taken_when_the_first_refuses() {
        var server = RawServer.answering(vertx, OK);
        var client = client(vertx, Peers.ip("127.0.0.9", "127.0.0.1"), Optional.empty(), true);
        assertThat(answered(client.send(to("http://" + NAME + ":" + server.port() + "/")))
                        .status())
                .isEqualTo(200);
        assertThat(reconnects).hasValue(1);
    }

    @Test
    void one_private_address_among_public_ones_refuses_the_name() {
        var server = RawServer.answering(vertx, OK);
        var client = client(vertx, Peers.ip("93.184.216.34", "127.0.0.1"), Optional.empty(), false);
        assertThat(Await.of(client.send(to("http://" + NAME + ":" + server.port() + "/"))))
                .isEqualTo(new Outcome.Refused("refused_address"));
        assertThat(server.accepted).hasValue(0);
    }

    @Test
    void a_private_literal_is_refused_and_a_name_that_moves_there_as_well() {
        var server = RawServer.answering(vertx, OK);
        var client = client(vertx, Peers.ip("127.0.0.1"), Optional.empty(), false);
        assertThat(Await.of(client.send(to(server)))).isEqualTo(new Outcome.Refused("refused_address"));
        assertThat(Await.of(client.send(to("http://[::ffff:127.0.0.1]:" + server.port() + "/"))))
                .isEqualTo(new Outcome.Refused("refused_address"));
        assertThat(Await.of(client.send(to("http://" + NAME + ":" + server.port() + "/"))))
                .isEqualTo(new Outcome.Refused("refused_address"));
        assertThat(server.accepted).hasValue(0);
    }

    @Test
    void an_unknown_name_is_not_sent() {
        var client = client(vertx, host -> Future.failedFuture("none"), Optional.empty(), true);
        assertThat(Await.of(client.send(to("http://nobody.test/")))).isEqualTo(new Outcome.NotSent("dns"));
    }

    @Test
    void a_trusted_certificate_of_the_name_is_accepted() {
        var server = tls("good");
        assertThat(answered(tlsClient().send(to("https://" + NAME + ":" + server.port() + "/")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_certificate_of_another_name_is_refused_before_a_byte_is_sent() {
        var server = tls("good");
        assertThat(Await.of(tlsClient().send(to("https://other.test:" + server.port() + "/"))))
                .isEqualTo(new Outcome.NotSent("tls"));
    }

    @Test
    void an_expired_certificate_is_refused() {
        var server = tls("expired");
        assertThat(Await.of(tlsClient().send(to("https://" + NAME + ":" + server.port() + "/"))))
                .isEqualTo(new Outcome.NotSent("tls"));
    }

    @Test
    void a_header_of_ours_cannot_be_set() {
        var server = RawServer.answering(vertx, OK);
        var headers = HttpHeaders.headers().set("hOST", "internal");
        var outcome =
                Await.of(client().send(OutgoingRequest.post(target(server), headers, Buffer.buffer("{}"), DEADLINE)));
        assertThat(outcome).isEqualTo(new Outcome.Refused("refused_header"));
        assertThat(server.accepted).hasValue(0);
    }

    @Test
    void connections_and_waiters_of_an_endpoint_are_bounded() {
        var server = RawServer.behaving(vertx, socket -> {});
        var client = client();
        var outcomes = java.util.stream.IntStream.range(0, 40)
                .mapToObj(turn -> client.send(to(server)))
                .toList();
        // While its four connections are being opened, the pool counts their requests as waiting too.
        eventually(() -> server.accepted.get() == 4
                && outcomes.stream().filter(Future::isComplete).count() >= 40 - 4 - 16);
        assertThat(outcomes.stream().filter(Future::isComplete).map(Future::result))
                .containsOnly(new Outcome.NotSent("busy"));
    }

    private GuardedClient client() {
        return client(vertx, Peers.ip("127.0.0.1"), Optional.empty(), true);
    }

    private GuardedClient tlsClient() {
        var trust = new PemTrustOptions().addCertPath("tls/ca.pem");
        return client(vertx, Peers.ip("127.0.0.1"), Optional.of(trust), true);
    }

    private GuardedClient client(
            Vertx on, Resolver resolver, Optional<io.vertx.core.net.TrustOptions> trust, boolean allowPrivate) {
        var parts = new GuardedClient.Parts(on, new VertxTime(on), resolver, new AddressRules(allowPrivate), trust);
        return new GuardedClient(parts, ClientLimits.of(4, 2), reconnects::incrementAndGet);
    }

    private RawServer tls(String certificate) {
        var options = new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath("tls/" + certificate + ".p12").setPassword("angarium"));
        return RawServer.behaving(vertx, options, socket -> socket.handler(request -> socket.write(OK)));
    }

    private static Target target(RawServer server) {
        return Target.parse("http://127.0.0.1:" + server.port() + "/hook").orElseThrow();
    }

    private static OutgoingRequest to(RawServer server) {
        return request(target(server), AMPLE);
    }

    private static OutgoingRequest hasty(RawServer server) {
        return request(target(server), DEADLINE);
    }

    private static OutgoingRequest to(String url) {
        return request(Target.parse(url).orElseThrow(), AMPLE);
    }

    private static OutgoingRequest request(Target target, Duration deadline) {
        return OutgoingRequest.post(target, HttpHeaders.headers(), Buffer.buffer("{}"), deadline);
    }

    private static Outcome.Answered answered(Future<Outcome> outcome) {
        return (Outcome.Answered) Await.of(outcome);
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
        var promise = Promise.<T>promise();
        context.runOnContext(go -> work.get().onComplete(promise));
        return promise.future();
    }

    private record Timed(Outcome outcome, Duration took) {}

    private Timed timed(Future<Outcome> outcome) {
        var start = time.nanos();
        var result = Await.of(outcome);
        return new Timed(result, Duration.ofNanos(time.nanos() - start));
    }

    /** Waits on the loop, within five seconds. */
    private void eventually(java.util.function.BooleanSupplier condition) {
        var done = Promise.<Void>promise();
        var timer = vertx.setPeriodic(10, tick -> {
            if (condition.getAsBoolean()) {
                done.tryComplete();
            }
        });
        Await.of(done.future());
        vertx.cancelTimer(timer);
    }

    private void trickle(NetSocket socket, String bytes) {
        var at = new AtomicInteger();
        vertx.setPeriodic(100, tick -> {
            if (at.get() < bytes.length()) {
                socket.write(bytes.substring(at.get(), at.incrementAndGet()));
            }
        });
    }
}
