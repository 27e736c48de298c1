package dev.angarium.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.time.VertxTime;
import dev.angarium.web.address.AddressRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection is used again, who gets it, and when it is closed. */
class ConnectionUseTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String NAME = "subscriber.test";
    private static final Duration AMPLE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final AtomicInteger reconnects = new AtomicInteger();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 Twice\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
            })
    void a_connection_that_ends_or_has_bytes_left_over_is_not_used_again(String answer) {
        var server = RawServer.answering(vertx, answer);
        var client = client(limits(4, Duration.ofSeconds(10)));
        for (var turn = 0; turn < 3; turn++) {
            var answered = (Outcome.Answered) Await.of(on(() -> client.send(to(server, AMPLE))));
            assertThat(answered.body()).hasToString("ok");
            assertThat(answered.whole()).isTrue();
        }
        assertThat(server.accepted).hasValue(3);
        eventually(() -> server.closed.get() == 3);
    }

    @Test
    void bytes_that_nobody_asked_for_end_a_connection() {
        var sockets = new ArrayList<NetSocket>();
        var server = RawServer.behaving(vertx, socket -> {
            sockets.add(socket);
            socket.handler(request -> socket.write(OK));
        });
        var client = client(limits(4, Duration.ofSeconds(10)));
        Await.of(on(() -> client.send(to(server, AMPLE))));
        sockets.get(0).write("HTTP/1.1 200 Forged\r\nContent-Length: 0\r\n\r\n");
        eventually(() -> server.closed.get() == 1);
        assertThat(status(Await.of(on(() -> client.send(to(server, AMPLE)))))).isEqualTo(200);
        assertThat(server.accepted).hasValue(2);
    }

    @Test
    void a_connection_that_the_peer_closed_meanwhile_costs_nothing() {
        var server = RawServer.behaving(
                vertx, socket -> socket.handler(request -> socket.write(OK).onSuccess(sent -> socket.close())));
        var client = client(limits(4, Duration.ofSeconds(10)));
        for (var turn = 1; turn <= 3; turn++) {
            assertThat(status(Await.of(on(() -> client.send(to(server, AMPLE))))))
                    .isEqualTo(200);
            var closed = turn;
            eventually(() -> server.closed.get() == closed);
        }
        assertThat(reconnects).hasValue(0);
    }

    @Test
    void an_idle_connection_is_closed() {
        var server = RawServer.answering(vertx, OK);
        var client = client(limits(4, Duration.ofMillis(200)));
        Await.of(on(() -> client.send(to(server, AMPLE))));
        assertThat(server.closed).hasValue(0);
        eventually(() -> server.closed.get() == 1);
    }

    @Test
    void a_name_that_leads_elsewhere_gets_a_connection_of_its_own() {
        var server = RawServer.answering(vertx, OK);
        var now = new AtomicReference<>(List.of(Peers.address("127.0.0.1")));
        var briefNames = new ClientLimits(
                4,
                4,
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                1024,
                1024,
                10,
                Duration.ofMillis(1));
        var client = client(briefNames, host -> Future.succeededFuture(now.get()), false);
        var open = client(briefNames, host -> Future.succeededFuture(now.get()), true);
        var url = "http://" + NAME + ":" + server.port() + "/";
        assertThat(status(Await.of(on(() -> open.send(to(url)))))).isEqualTo(200);
        now.set(List.of(Peers.address("127.0.0.2")));
        var refused = Await.of(pause(20).compose(later -> on(() -> open.send(to(url)))));
        assertThat(refused).isEqualTo(new Outcome.NotSent("connect"));
        eventually(() -> server.closed.get() == 1);
        assertThat(Await.of(on(() -> client.send(to(url))))).isEqualTo(new Outcome.Refused("refused_address"));
    }

    @Test
    void requests_that_wait_get_the_connections_of_those_before_them() {
        var server = RawServer.behaving(
                vertx, socket -> socket.handler(request -> vertx.setTimer(5, later -> socket.write(OK))));
        var client = client(limits(2, Duration.ofSeconds(10)));
        var outcomes = Await.of(on(() -> {
            var sent = new ArrayList<Future<Outcome>>();
            for (var turn = 0; turn < 10; turn++) {
                sent.add(client.send(to(server, AMPLE)));
            }
            return Future.all(sent).map(all -> all.<Outcome>list());
        }));
        assertThat(outcomes).hasSize(10).allSatisfy(outcome -> assertThat(status(outcome))
                .isEqualTo(200));
        assertThat(server.accepted).hasValue(2);
    }

    @Test
    void a_request_that_waits_in_vain_was_not_written() {
        var server = RawServer.behaving(vertx, socket -> {});
        var client = client(limits(1, Duration.ofSeconds(10)));
        var first = on(() -> client.send(to(server, AMPLE)));
        var second = Await.of(on(() -> client.send(to(server, Duration.ofMillis(200)))));
        assertThat(second).isEqualTo(new Outcome.TimedOut(false));
        assertThat(first.isComplete()).isFalse();
        assertThat(server.accepted).hasValue(1);
    }

    @Test
    void an_answer_before_the_request_is_out_ends_the_connection() {
        var server = RawServer.behaving(vertx, socket -> socket.write("HTTP/1.1 413 x\r\nContent-Length: 0\r\n\r\n")
                .onSuccess(sent -> socket.pause()));
        var client = client(limits(4, Duration.ofSeconds(10)));
        var large = new OutgoingRequest(
                HttpMethod.POST, target(server), HttpHeaders.headers(), Buffer.buffer(new byte[30 << 20]), AMPLE, 10);
        assertThat(Await.of(on(() -> client.send(large))))
                .isInstanceOfAny(Outcome.Answered.class, Outcome.Broken.class);
        Await.of(on(() -> client.send(large)));
        assertThat(server.accepted).hasValue(2);
    }

    @Test
    void a_head_request_waits_for_no_body_and_keeps_its_connection() {
        var server = RawServer.answering(vertx, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        var client = client(limits(4, Duration.ofSeconds(10)));
        var head = new OutgoingRequest(
                HttpMethod.HEAD, target(server), HttpHeaders.headers(), Buffer.buffer(), AMPLE, 2_000_000);
        for (var turn = 0; turn < 2; turn++) {
            var answered = (Outcome.Answered) Await.of(on(() -> client.send(head)));
            assertThat(answered.headers().get("content-length")).isEqualTo("1000000");
            assertThat(answered.whole()).isTrue();
        }
        assertThat(server.accepted).hasValue(1);
    }

    @Test
    void a_header_that_cannot_be_written_fails_the_request() {
        var server = RawServer.answering(vertx, OK);
        var headers = HttpHeaders.headers().set("X-A", "\u65e5");
        var request = OutgoingRequest.post(target(server), headers, Buffer.buffer("{}"), AMPLE);
        assertThat(Await.failureOf(client(limits(1, AMPLE)).send(request)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.accepted).hasValue(0);
    }

    @Test
    void what_is_under_way_when_the_client_closes_ends() {
        var server = RawServer.behaving(vertx, socket -> {});
        var client = client(limits(1, Duration.ofSeconds(10)));
        var written = on(() -> client.send(to(server, AMPLE)));
        var waiting = on(() -> client.send(to(server, AMPLE)));
        eventually(() -> server.accepted.get() == 1);
        Await.of(client.close());
        assertThat(Await.of(written)).isEqualTo(new Outcome.Broken("reset"));
        assertThat(Await.of(waiting)).isEqualTo(new Outcome.NotSent("connect"));
        assertThat(Await.of(on(() -> client.send(to(server, AMPLE))))).isEqualTo(new Outcome.NotSent("connect"));
    }

    private GuardedClient client(ClientLimits limits) {
        return client(limits, host -> Future.failedFuture("none"), true);
    }

    private GuardedClient client(ClientLimits limits, Resolver resolver, boolean allowPrivate) {
        var parts = new GuardedClient.Parts(
                vertx, new VertxTime(vertx), resolver, new AddressRules(allowPrivate), Optional.empty());
        return new GuardedClient(parts, limits, reconnects::incrementAndGet);
    }

    private static ClientLimits limits(int connections, Duration idle) {
        var usual = ClientLimits.of(connections, 0);
        return new ClientLimits(
                connections,
                usual.waiting() + 10,
                0,
                usual.connect(),
                idle,
                usual.bodyGrace(),
                usual.drain(),
                usual.headers(),
                usual.names(),
                usual.nameTtl());
    }

    private static int status(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered ? answered.status() : -1;
    }

    private static Target target(RawServer server) {
        return Target.parse("http://127.0.0.1:" + server.port() + "/hook").orElseThrow();
    }

    private static OutgoingRequest to(RawServer server, Duration deadline) {
        return OutgoingRequest.post(target(server), HttpHeaders.headers(), Buffer.buffer("{}"), deadline);
    }

    private static OutgoingRequest to(String url) {
        return OutgoingRequest.post(Target.parse(url).orElseThrow(), HttpHeaders.headers(), Buffer.buffer("{}"), AMPLE);
    }

    /** All requests of a test from one context: a pool belongs to its event loop. */
    private <T> Future<T> on(java.util.function.Supplier<Future<T>> work) {
        var promise = Promise.<T>promise();
        context.runOnContext(go -> work.get().onComplete(promise));
        return promise.future();
    }

    private Future<Void> pause(long millis) {
        return Future.future(done -> vertx.setTimer(millis, fired -> done.complete()));
    }

    private void eventually(BooleanSupplier condition) {
        var done = Promise.<Void>promise();
        var timer = vertx.setPeriodic(10, tick -> {
            if (condition.getAsBoolean()) {
                done.tryComplete();
            }
        });
        Await.of(done.future());
        vertx.cancelTimer(timer);
    }
}
