package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.Await;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.rate.ConnectionRates;
import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Sha256;
import dev.angarium.crypto.Vault;
import dev.angarium.event.Event;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.BatchWriter;
import dev.angarium.eventlog.EventLogMetrics;
import dev.angarium.eventlog.PgEventLog;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.eventlog.PgLogPartitions;
import dev.angarium.ingress.limit.ByteBudget;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.observe.metrics.PipelineMetrics;
import dev.angarium.pg.TestDatabase;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.registry.Readers;
import dev.angarium.sequencer.BusSink;
import dev.angarium.sequencer.ConflictListener;
import dev.angarium.sequencer.SequencerMetrics;
import dev.angarium.sequencer.SequencerVerticle;
import dev.angarium.settings.DatabaseSettings;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.settings.RateSettings;
import dev.angarium.settings.ServerSettings;
import dev.angarium.tenant.CachedDirectory;
import dev.angarium.tenant.Notices;
import dev.angarium.tenant.PgDirectoryStore;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.SecretTexts;
import dev.angarium.time.VertxTime;
import dev.angarium.web.ConnectionRoom;
import dev.angarium.web.Cors;
import dev.angarium.web.Gate;
import dev.angarium.web.HttpLimits;
import dev.angarium.web.HttpVerticle;
import dev.angarium.web.Route;
import dev.angarium.web.RouteTable;
import dev.angarium.web.ServerSockets;
import dev.angarium.web.address.TrustedProxies;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A node that takes webhooks: a real server before the whole write path on a real database. */
final class IngressWorld implements AutoCloseable {
    static final int MAX_BODY = 3 << 20;
    static final String PUBLIC_URL = "https://broker.example.com";
    private static final Duration LOOK = Duration.ofMillis(10);

    final Vertx vertx = Vertx.vertx();
    final VertxTime time = new VertxTime(vertx);
    final TestDatabase database;
    final MetricTable metrics = new MetricTable("angarium", 1000);
    final ByteBudget budget;
    final LogGate gate;
    final List<Integer> tooLarge = Collections.synchronizedList(new ArrayList<>());
    final List<Route> routes;
    final List<Event> committed = Collections.synchronizedList(new ArrayList<>());
    final Sender sender;
    private final Seals seals;
    private final Secrets secrets = new Secrets(new SecureRandom());
    private final Notices notices = new Notices(vertx.eventBus());

    /** What a test may want otherwise. */
    record Rules(int bufferSize, long maxBytes, int perConnection, Duration patience) {
        static Rules usual() {
            return new Rules(10_000, 64 << 20, 0, Duration.ofSeconds(10));
        }

        Rules bufferSize(int events) {
            return new Rules(events, maxBytes, perConnection, patience);
        }

        Rules maxBytes(long bytes) {
            return new Rules(bufferSize, bytes, perConnection, patience);
        }

        Rules perConnection(int requests) {
            return new Rules(bufferSize, maxBytes, requests, patience);
        }

        Rules patience(Duration lookups) {
            return new Rules(bufferSize, maxBytes, perConnection, lookups);
        }
    }

    /** A connection as its provider knows it. */
    record Connection(int no, String id, String key) {
        String path() {
            return "/in/" + key;
        }
    }

    IngressWorld(TestDatabase database, Rules rules) {
        this.database = database;
        seals = new Seals(new Vault(MasterKey.parse("0f".repeat(32)).orElseThrow(), Optional.empty(), secrets));
        budget = new ByteBudget(rules.maxBytes());
        var pool = database.pools(vertx, patient(database.settings())).pipeline();
        gate = new LogGate(new BatchWriter(
                new PgEventLog(pool, time, EventLogMetrics.NONE), new PgLogPartitions(pool), EventLogMetrics.NONE));
        var partitions = new Partitions(8);
        var ownership =
                new SoloOwnership(vertx, partitions, new PgPartitionOwners(pool), "node", time, OwnershipMetrics.NONE);
        Await.of(ownership.claim());
        var parts = new SequencerVerticle.Parts(
                gate,
                new PgEventReader(pool),
                ownership,
                committed::addAll,
                ConflictListener.NONE,
                SequencerMetrics.NONE);
        Await.of(vertx.deployVerticle(new SequencerVerticle(parts, pipeline(rules), time)));
        var store = new PgDirectoryStore(pool, seals, new PublicIds(secrets, time), time, MAX_BODY);
        routes = new IngressRoutes(
                        new IngressRoutes.Parts(
                                vertx,
                                new CachedDirectory(store, time).listen(notices),
                                new Readers(JsonLimits.DEFAULT, true),
                                new BusSink(vertx, partitions, time, SequencerMetrics.NONE),
                                new ConnectionRates(
                                        new RateSettings(0, Duration.ofMinutes(1), 0, 0, rules.perConnection()), time),
                                new HttpMetrics(metrics),
                                new PipelineMetrics(metrics),
                                tooLarge::add,
                                () -> PUBLIC_URL,
                                time),
                        new IngressRoutes.Limits(rules.maxBytes(), MAX_BODY, rules.patience(), true))
                .list();
        sender = new Sender(vertx, serve(new RouteTable().add(routes)));
    }

    private int serve(RouteTable routes) {
        var settings = new ServerSettings(
                "127.0.0.1",
                0,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                MAX_BODY,
                MAX_BODY,
                1_000,
                Duration.ofSeconds(60));
        var shared = new Gate.Shared(
                time, new HttpMetrics(metrics), budget, new Cors(List.of()), new TrustedProxies(List.of()));
        var room = new ConnectionRoom(settings.maxConnections(), new HttpMetrics(metrics));
        var port = new AtomicInteger();
        Await.of(vertx.deployVerticle(
                () -> new HttpVerticle(
                        ServerSockets.main(settings),
                        () -> new Gate(routes, shared, new SplittableRandom(7)),
                        HttpLimits.of(settings),
                        room,
                        time,
                        port::set),
                new DeploymentOptions().setInstances(2)));
        return port.get();
    }

    /** The sequencer has room for what the bodies' budget lets in. */
    private static PipelineSettings pipeline(Rules rules) {
        return new PipelineSettings(
                rules.bufferSize(),
                10,
                500,
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                10 * rules.maxBytes());
    }

    /** A first connection may take its time where the machine is busy. */
    private static DatabaseSettings patient(DatabaseSettings usual) {
        return new DatabaseSettings(
                usual.url(), usual.dataDir(), 1, usual.pipelinePoolSize(), usual.maxWaiters(), Duration.ofSeconds(15));
    }

    // ---- connections

    Connection connect(String provider, String scheme, Map<String, String> options, Map<String, String> secrets) {
        return insert("con-" + provider + "-" + count(), provider, scheme, options, secrets, false);
    }

    Connection connect(String provider, String scheme, String secret) {
        return connect(provider, scheme, Map.of(), Map.of("", secret));
    }

    /** The one of the settings, which the provider's fixed route falls back to. */
    Connection connectDefault(String provider, String scheme, String secret) {
        var options =
                scheme.equals("evolution") ? Map.of("accept", "apikey,header,hmac,jwt") : Map.<String, String>of();
        return insert("default-" + provider, provider, scheme, options, Map.of("", secret), true);
    }

    private long count() {
        return database.count("select count(*) from connection");
    }

    private Connection insert(
            String id,
            String provider,
            String scheme,
            Map<String, String> options,
            Map<String, String> secret,
            boolean fromSettings) {
        var key = secrets.ingressKey();
        var no = database.count(
                """
                insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, options, sealed_secret,
                    sealed_verify_token, from_settings, created_at, updated_at)
                select ?, no, ?, 'c', ?, ?, ?::jsonb, ?, ?, ?, now(), now() from tenant where id = 'default' returning no
                """,
                id,
                provider,
                Sha256.of(key),
                scheme,
                new JsonObject(new TreeMap<String, Object>(options)).encode(),
                sealed(id, secret),
                seals.seal(new Seals.Owner("default", id), Seals.VERIFY_TOKEN, "verify-" + id)
                        .getBytes(),
                fromSettings);
        notices.connection((int) no);
        return new Connection((int) no, id, key);
    }

    private byte[] sealed(String id, Map<String, String> secret) {
        var text = new SecretTexts(new TreeMap<>(secret)).text();
        return seals.seal(new Seals.Owner("default", id), Seals.SECRET, text).getBytes();
    }

    /** The old secret stays valid until then. */
    void rotate(Connection connection, String secret, OffsetDateTime previousUntil) {
        database.execute(
                "update connection set sealed_previous_secret = sealed_secret, previous_until = ?, sealed_secret = ?"
                        + " where no = ?",
                previousUntil,
                sealed(connection.id(), Map.of("", secret)),
                connection.no());
        notices.connection(connection.no());
    }

    void update(Connection connection, String column, Object value) {
        database.execute("update connection set " + column + " = ? where no = ?", value, connection.no());
        notices.connection(connection.no());
    }

    // ---- what came of it

    /** The events of a connection as the log has them: account, seq, type, data, raw, correlation. */
    List<Map<String, @Nullable Object>> logged(Connection connection) {
        return database.query(
                """
                select i.external_id as account, e.* from event_log e join instance i on i.no = e.instance
                where i.connection_no = ? order by i.no, e.seq
                """,
                connection.no());
    }

    static String text(@Nullable Object column) {
        return column instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(column);
    }

    /** The value of a series in the exposition; 0 where there is none. */
    double metric(String series) {
        return metrics.exposition()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    Future<Void> untilHeld(long bytes) {
        return until(() -> Future.succeededFuture(budget.held() >= bytes));
    }

    Future<Void> untilFree() {
        return until(() -> Future.succeededFuture(budget.held() == 0));
    }

    /** Asks again and again, a few milliseconds apart. */
    Future<Void> until(Supplier<Future<Boolean>> question) {
        var answer = Promise.<Void>promise();
        vertx.runOnContext(go -> look(question, answer));
        return answer.future();
    }

    private void look(Supplier<Future<Boolean>> question, Promise<Void> answer) {
        question.get().onFailure(answer::tryFail).onSuccess(yes -> {
            if (yes) {
                answer.tryComplete();
            } else {
                time.after(LOOK, () -> look(question, answer));
            }
        });
    }

    @Override
    public void close() {
        gate.open();
        Await.of(vertx.close());
    }
}
