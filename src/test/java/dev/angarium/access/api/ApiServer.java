package dev.angarium.access.api;

import dev.angarium.Await;
import dev.angarium.access.Reply;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.RateSettings;
import dev.angarium.time.ManualTime;
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
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole API on a real HTTP server and a database of its own, for a test class:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ApiServer api = new ApiServer().adding(services -> myOperations(services));
 * }</pre>
 *
 * An operation that nobody brought answers 200 with what it was asked. Time stands still until a test moves it. Callers
 * are on the addresses they say they forward for.
 */
public final class ApiServer implements BeforeAllCallback, AfterAllCallback {
    public static final String ADMIN_KEY = "the-admin-key-of-a-test";
    public static final int MAX_BODY = 1 << 20;

    private static final RateSettings PATIENT = new RateSettings(1_000_000, Duration.ofMinutes(1), 0, 0, 0);

    private final TestDatabase database = new TestDatabase();
    private final ManualTime time = new ManualTime();
    private final AtomicInteger port = new AtomicInteger();
    private final RateSettings rates;
    private Function<ApiServices, Map<String, Operation>> more = services -> Map.of();
    private @Nullable Vertx vertx;
    private @Nullable ApiServices services;
    private @Nullable WebClient web;

    public ApiServer() {
        this(PATIENT);
    }

    public ApiServer(RateSettings rates) {
        this.rates = rates;
    }

    /** Instead of what answers for them else. */
    public ApiServer adding(Function<ApiServices, Map<String, Operation>> operations) {
        more = operations;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        database.beforeAll(context);
        var made = Vertx.vertx();
        vertx = made;
        web = WebClient.create(made);
        var parts = new ApiServices(made, database.pools(made), time);
        services = parts;
        var document = ApiDocument.load();
        var routes = new ApiRoutes(made, parts.parts(rates), MAX_BODY).of(document, operations(document, parts));
        var table = new RouteTable().add(routes).add(document.route());
        var clock = new VertxTime(made); // connections are swept by a time that passes
        var metrics = new HttpMetrics(new MetricTable("angarium", 10));
        var shared = new Gate.Shared(
                clock, metrics, Bodies.Budget.UNLIMITED, new Cors(List.of()), new TrustedProxies(List.of("127.0.0.1")));
        var seconds = Duration.ofSeconds(30);
        Await.of(made.deployVerticle(new HttpVerticle(
                new HttpServerOptions().setHost("127.0.0.1").setPort(0),
                () -> new Gate(table, shared, new SplittableRandom(1)),
                new HttpLimits(seconds, seconds, seconds, seconds, Duration.ofMillis(500)),
                new ConnectionRoom(1_000, metrics),
                clock,
                port::set)));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Await.of(Objects.requireNonNull(vertx).close());
        database.afterAll(context);
    }

    /** Also the operations of the document that nobody has brought. */
    private Map<String, Operation> operations(ApiDocument document, ApiServices parts) {
        var all = new HashMap<String, Operation>();
        document.endpoints().stream()
                .filter(endpoint -> endpoint.access() == Endpoint.Access.KEYED)
                .forEach(endpoint -> all.put(endpoint.operationId(), ApiServer::echo));
        all.putAll(parts.operations().all());
        all.putAll(more.apply(parts));
        return all;
    }

    private static Future<Reply> echo(ApiCall call) {
        return Future.succeededFuture(Reply.ok(new JsonObject()
                .put("tenant", call.call().tenantId())
                .put("path", new JsonObject(Map.copyOf(call.path())))
                .put("query", new JsonObject(Map.copyOf(call.query())))
                .put("body", call.body())));
    }

    public TestDatabase database() {
        return database;
    }

    public ManualTime time() {
        return time;
    }

    public Vertx vertx() {
        return Objects.requireNonNull(vertx);
    }

    public ApiServices services() {
        return Objects.requireNonNull(services);
    }

    /** Without a key. */
    public ApiClient stranger() {
        return new ApiClient(Objects.requireNonNull(web), port.get(), Map.of());
    }

    public ApiClient admin() {
        return stranger().key(ADMIN_KEY);
    }

    /** A new tenant, as its administrator. */
    public Tenant tenant(String name) {
        var id = admin().post("/v1/tenants", new JsonObject().put("name", name)).id();
        return new Tenant(id, keyed(id, new JsonObject().put("name", "all")));
    }

    /** A new key of a tenant with these permissions only. */
    public ApiClient scoped(String tenantId, String... scopes) {
        return keyed(tenantId, new JsonObject().put("name", "some").put("scopes", new JsonArray(List.of((Object[])
                        scopes))));
    }

    private ApiClient keyed(String tenantId, JsonObject draft) {
        return stranger()
                .key(admin().post("/v1/tenants/" + tenantId + "/keys", draft).text("key"));
    }

    /** A tenant and the client of its administrator. */
    public record Tenant(String id, ApiClient client) {}
}
