package dev.angarium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStatus.Breaker;
import dev.angarium.observe.Health;
import dev.angarium.observe.SqlWatch;
import dev.angarium.observe.metrics.Exposition;
import dev.angarium.observe.metrics.Families;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import dev.angarium.web.Bodies;
import dev.angarium.web.ConnectionRoom;
import dev.angarium.web.Cors;
import dev.angarium.web.Gate;
import dev.angarium.web.HttpLimits;
import dev.angarium.web.HttpVerticle;
import dev.angarium.web.RouteTable;
import dev.angarium.web.address.TrustedProxies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsRoutesTest {
    private static final int INSTANCES = 1_000;
    private static final Duration LONG = Duration.ofSeconds(10);

    private final MetricTable table = new MetricTable("angarium", INSTANCES);
    private final Families families = Families.of(table);
    private final SqlWatch watch = new SqlWatch(families.node(), VertxTime::new);
    private final Vertx vertx = Vertx.builder().withMetrics(watch.factory()).build();
    private final HttpClient client = vertx.createHttpClient();
    private final Time time = new VertxTime(vertx);
    private final Health health = new Health(time);
    private final AtomicInteger port = new AtomicInteger();
    private boolean alive = true;
    private boolean ready = true;

    @BeforeEach
    void listen() {
        health.live("loops", () -> Future.succeededFuture(alive));
        health.ready("database", () -> Future.succeededFuture(ready));
        var routes = new RouteTable()
                .add(new OperationsRoutes(vertx, health, table, () -> new JsonObject().put("devices", 2)).list());
        var shared = new Gate.Shared(
                time, families.http(), Bodies.Budget.UNLIMITED, new Cors(List.of()), new TrustedProxies(List.of()));
        Await.of(vertx.deployVerticle(new HttpVerticle(
                new HttpServerOptions().setHost("127.0.0.1").setPort(0),
                () -> new Gate(routes, shared, new SplittableRandom(1)),
                new HttpLimits(LONG, LONG, LONG, LONG, Duration.ofMillis(500)),
                new ConnectionRoom(1_000, families.http()),
                time,
                port::set)));
    }

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void a_node_that_lives_and_is_ready_says_so() {
        assertThat(json("/health", 200)).isEqualTo(report("up", Map.of("loops", "up")));
        assertThat(json("/health/live", 200)).isEqualTo(report("up", Map.of("loops", "up")));
        assertThat(json("/ready", 200)).isEqualTo(report("up", Map.of("loops", "up", "database", "up")));
        assertThat(json("/health/ready", 200)).isEqualTo(report("up", Map.of("loops", "up", "database", "up")));
    }

    @Test
    void a_node_that_is_not_ready_lives_all_the_same() {
        ready = false;

        assertThat(json("/health", 200).getString("status")).isEqualTo("up");
        assertThat(json("/ready", 503)).isEqualTo(report("down", Map.of("loops", "up", "database", "down")));
    }

    @Test
    void healthz_shows_the_runtime() {
        assertThat(json("/healthz", 200))
                .isEqualTo(
                        new JsonObject(
                                """
                                {"status": "ok", "whatsapp": {"runtime": {"mode": "http", "transport": "http",
                                 "status": "running", "disabled": false, "metrics": {"devices": 2}}}}"""));
    }

    @Test
    void healthz_tells_a_runtime_that_takes_no_work_from_a_node_that_is_dead() {
        ready = false;
        assertThat(runtime(json("/healthz", 200)).getString("status")).isEqualTo("degraded");

        alive = false;
        assertThat(json("/healthz", 503).getString("status")).isEqualTo("down");
    }

    @Test
    void metrics_are_text_and_count_the_requests_for_them() {
        get("/metrics", 200);
        var answer = get("/metrics", 200);

        assertThat(answer.type()).isEqualTo(MetricTable.CONTENT_TYPE);
        // the second may be answered before it is counted
        assertThat(new Exposition(table).series("http_requests_total"))
                .hasEntrySatisfying("method=\"GET\",path=\"/metrics\",status=\"200\"", count -> assertThat(count)
                        .isGreaterThanOrEqualTo(1.0));
        assertThat(answer.body().toString()).contains("# TYPE angarium_http_request_duration_seconds histogram");
    }

    @Test
    void metrics_of_a_thousand_instances_take_less_than_a_tenth_of_a_second() {
        var lanes = new LaneMeters("deliveries", families, new InstanceNames(ids(), INSTANCES));
        lanes.backlog(IntStream.rangeClosed(1, 2 * INSTANCES)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), Integer::longValue)));
        IntStream.rangeClosed(1, INSTANCES)
                .forEach(no -> lanes.breaker(new LaneKey(no, no), Breaker.CLOSED, Breaker.OPEN));
        get("/metrics", 200);

        var fastest = IntStream.range(0, 10).mapToLong(go -> nanosOfOne()).min().orElseThrow();

        var shown = new Exposition(table);
        assertThat(shown.series("event_outbox_backlog")).hasSize(INSTANCES + 1);
        assertThat(shown.series("circuit_breaker_state_per_instance")).hasSize(INSTANCES);
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(100));
    }

    private long nanosOfOne() {
        var begun = time.nanos();
        get("/metrics", 200);
        return time.nanos() - begun;
    }

    private static Function<Collection<Integer>, Future<Map<Integer, String>>> ids() {
        return numbers -> Future.succeededFuture(
                numbers.stream().collect(Collectors.toMap(Function.identity(), number -> "ins_" + number)));
    }

    private static JsonObject report(String status, Map<String, Object> checks) {
        return new JsonObject().put("status", status).put("checks", new JsonObject(checks));
    }

    private static JsonObject runtime(JsonObject healthz) {
        return healthz.getJsonObject("whatsapp").getJsonObject("runtime");
    }

    private JsonObject json(String path, int status) {
        var answer = get(path, status);
        assertThat(answer.type()).isEqualTo("application/json");
        return answer.body().toJsonObject();
    }

    private record Answer(int status, String type, Buffer body) {}

    private Answer get(String path, int status) {
        var answer = Await.onLoop(vertx, () -> client.request(HttpMethod.GET, port.get(), "127.0.0.1", path)
                .compose(request -> request.send())
                .compose(OperationsRoutesTest::read));
        assertThat(answer.status()).as(path).isEqualTo(status);
        return answer;
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), response.getHeader("Content-Type"), body));
    }
}
