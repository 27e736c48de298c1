package dev.angarium.dispatch.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.Await;
import dev.angarium.access.Call;
import dev.angarium.access.Caller;
import dev.angarium.access.Claim;
import dev.angarium.access.Reply;
import dev.angarium.access.Rights;
import dev.angarium.access.Role;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.once.PgChanges;
import dev.angarium.access.once.PgClaims;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.dispatch.PublicId;
import dev.angarium.dispatch.node.DispatchWorld;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import dev.angarium.tenant.CachedDirectory;
import dev.angarium.tenant.PgDirectoryStore;
import dev.angarium.tenant.Seals;
import dev.angarium.time.ManualTime;
import dev.angarium.web.address.AddressRules;
import dev.angarium.web.client.UrlRules;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Calls operations as the API would, on a dispatcher's world; whoever waits does so on a time that a test moves. */
final class Desk {
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    final DispatchWorld world;
    final ManualTime waits = new ManualTime();
    final DeviceWatch watch;
    final PgClaims claims;
    private final DispatchOperations.Parts parts;

    Desk(TestDatabase database) {
        this(database, true, DeviceWatch.Limits.USUAL);
    }

    Desk(TestDatabase database, boolean replaysEnabled, DeviceWatch.Limits limits) {
        world = new DispatchWorld(database);
        watch = new DeviceWatch(world.vertx, waits, limits);
        var secrets = new Secrets(new SecureRandom());
        var vault = new Vault(MasterKey.parse("0f".repeat(32)).orElseThrow(), Optional.empty(), secrets);
        claims = new PgClaims(world.tenants(), vault, world.time);
        var changes = new PgChanges(world.tenants(), world.audit, claims);
        var store = new PgDirectoryStore(
                world.pools().pipeline(), new Seals(vault), new PublicIds(secrets, world.time), world.time, 3 << 20);
        parts = new DispatchOperations.Parts(
                world.vertx,
                world.tenants(),
                changes,
                world.replays(changes, replaysEnabled),
                world.dispatcher(),
                world.ownership(),
                new CachedDirectory(store, world.time),
                watch,
                new UrlRules(new AddressRules(false)),
                LONGEST_WAIT);
    }

    Asking ask(String operationId) {
        return new Asking(operationId);
    }

    int otherTenant() {
        return (int) world.database.count(
                "insert into tenant (id, name) values (gen_random_uuid()::text, 'other') returning no");
    }

    /** One call in the making. */
    final class Asking {
        private final String operationId;
        private final Map<String, String> path = new HashMap<>();
        private final Map<String, String> query = new HashMap<>();
        private JsonObject body = new JsonObject();
        private int tenantNo = world.tenantNo;
        private Role role = Role.TENANT_ADMIN;
        private Optional<Claim> claim = Optional.empty();

        private Asking(String operationId) {
            this.operationId = operationId;
        }

        Asking at(String segment, String value) {
            path.put(segment, value);
            return this;
        }

        Asking with(String parameter, Object value) {
            query.put(parameter, value.toString());
            return this;
        }

        Asking body(JsonObject json) {
            body = json;
            return this;
        }

        Asking by(int tenant) {
            tenantNo = tenant;
            return this;
        }

        /** Under an Idempotency-Key that is held already. */
        Asking holding(Claim held) {
            claim = Optional.of(held);
            return this;
        }

        Asking by(Role callers) {
            role = callers;
            return this;
        }

        Caller caller() {
            return new Caller("key:1", tenantNo, world.tenantId, Rights.of(role));
        }

        Future<Reply> begin() {
            var operation =
                    Objects.requireNonNull(new DispatchOperations(parts).all().get(operationId), operationId);
            return operation.run(new ApiCall(new Call(caller(), "corr", claim), path, query, body));
        }

        Reply reply() {
            return Await.of(begin());
        }

        int status() {
            return reply().status();
        }

        JsonObject json() {
            return reply().body().orElseThrow();
        }

        List<JsonObject> data() {
            return objects(json().getJsonArray("data"));
        }

        /** The names of the fields that a refusal is about. */
        List<String> wrongFields() {
            return objects(json().getJsonArray("errors")).stream()
                    .map(error -> error.getString("field"))
                    .toList();
        }

        String code() {
            return json().getString("code");
        }
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    /** In the log, and told to who waits. */
    Event commit(InstanceRef instance, String type) {
        var event = world.write(instance, type, "c1");
        watch.committed(List.of(event));
        return event;
    }

    /** A dead letter parked so many seconds ago; its public id. */
    String letter(int consumer, InstanceRef instance, String type, int secondsAgo) {
        var id = UUID.randomUUID();
        world.database.execute(
                "insert into dead_letter (id, tenant_no, consumer, instance, seq, type, received_at, occurred_at,"
                        + " correlation_id, data, raw, reason, attempts, tried, parked_at)"
                        + " values (?, ?, ?, ?, ?, ?, 1767225600123, 1767225600000, 'c', ?, ?, 'attempts', 2, ?,"
                        + " now() - ? * interval '1 second')",
                id,
                world.tenantNo,
                consumer,
                instance.no(),
                (long) secondsAgo,
                type,
                "{\"text\":\"hello\"}".getBytes(UTF_8),
                "{\"r\":1}".getBytes(UTF_8),
                "[{\"startedAt\":1767225600200,\"latencyMillis\":12,\"status\":500,\"error\":\"status\","
                        + "\"responseHead\":\"oops\"}]",
                secondsAgo);
        return PublicId.of(PublicId.DEAD_LETTER, id);
    }

    /** A poison event; its public id. */
    String poison(InstanceRef instance, long seq, byte[] raw) {
        world.database.execute(
                "insert into quarantine (tenant_no, instance, seq, received_at, type, reason, raw)"
                        + " values (?, ?, ?, 1767225600123, 'message.received', 'refused', ?)",
                world.tenantNo,
                instance.no(),
                seq,
                raw);
        return "qtn_"
                + new EventId(1767225600123L, instance.no(), seq).toString().substring(4);
    }

    /** An attempt begun at a millisecond; delivered where it has no error. */
    void attempt(int consumer, Event event, long startedAt, int number, String error) {
        world.database.execute(
                "insert into delivery_attempt (bucket, tenant_no, consumer, instance, seq, count, attempt, started_at,"
                        + " latency_ms, status, error, response_head)"
                        + " values ((now() at time zone 'UTC')::date, ?, ?, ?, ?, 1, ?, ?, 12, ?, nullif(?, ''), 'head')",
                world.tenantNo,
                consumer,
                event.instance().no(),
                event.seq(),
                number,
                startedAt,
                error.isEmpty() ? 200 : 500,
                error);
    }

    void close() {
        watch.wakeAll();
        world.close();
    }
}
