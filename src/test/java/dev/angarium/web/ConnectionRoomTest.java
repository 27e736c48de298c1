package dev.angarium.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.time.ManualTime;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionRoomTest {
    private static final int PLACES = 4;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration CROWDED_IDLE = Duration.ofSeconds(6);

    private final Vertx vertx = Vertx.vertx();
    private final ManualTime time = new ManualTime();
    private final MetricTable table = new MetricTable("angarium", 10);
    private final ConnectionRoom room = new ConnectionRoom(PLACES, new HttpMetrics(table));
    private final AtomicInteger port = new AtomicInteger();

    @BeforeEach
    void listen() {
        Await.of(vertx.deployVerticle(new HttpVerticle(
                new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(false),
                () -> request -> request.response().end("served"),
                new HttpLimits(MINUTE, MINUTE, MINUTE, MINUTE, Duration.ofMillis(500)),
                room,
                time,
                port::set)));
    }

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void beyond_its_places_a_client_is_turned_away_at_once_and_one_that_leaves_makes_room() throws IOException {
        try (var first = served();
                var second = served();
                var third = served();
                var fourth = served();
                var fifth = connect()) {
            assertThat(isClosed(fifth)).isTrue();
            assertThat(metric("http_connections")).isEqualTo(PLACES);
            assertThat(metric("http_connections_refused_total")).isOne();
            for (var one : new Socket[] {first, second, third, fourth}) {
                ask(one);
            }
            fourth.close();
            until(() -> metric("http_connections") < PLACES);
            served().close();
        }
    }

    @Test
    void a_crowded_node_lets_idle_connections_go_early() throws IOException {
        try (var first = served();
                var second = served();
                var third = served()) {
            time.forward(CROWDED_IDLE);
            for (var one : new Socket[] {first, second, third}) {
                assertThat(isClosed(one)).isTrue();
            }
            until(() -> metric("http_connections") == 0);
        }
    }

    @Test
    void a_node_with_room_keeps_them() throws IOException {
        try (var first = served();
                var second = served()) {
            time.forward(CROWDED_IDLE);
            ask(first);
            ask(second);
        }
    }

    private static void until(BooleanSupplier isSo) {
        BrokerProcess.until(Duration.ofMillis(PATIENCE_MILLIS), isSo, "counted out");
    }

    private double metric(String name) {
        return table.exposition()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port.get());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Socket served() throws IOException {
        var socket = connect();
        ask(socket);
        return socket;
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
        var answer = new StringBuilder();
        while (answer.indexOf("served") < 0) {
            var next = socket.getInputStream().read();
            assertThat(next).as("a byte of the answer").isNotNegative();
            answer.append((char) next);
        }
    }

    /** A reset says it too, where the client wrote meanwhile. */
    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return "Connection reset".equals(reset.getMessage());
        }
    }
}
