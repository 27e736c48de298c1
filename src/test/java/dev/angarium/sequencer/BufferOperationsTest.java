package dev.angarium.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.access.Call;
import dev.angarium.access.Caller;
import dev.angarium.access.Reply;
import dev.angarium.access.Rights;
import dev.angarium.access.Role;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.access.input.PublicIds;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.dispatch.api.Document;
import dev.angarium.event.InstanceRef;
import dev.angarium.eventlog.Drafts;
import dev.angarium.pg.TestDatabase;
import dev.angarium.sequencer.api.BufferOperations;
import dev.angarium.tenant.CachedDirectory;
import dev.angarium.tenant.PgDirectoryStore;
import dev.angarium.tenant.Seals;
import dev.angarium.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BufferOperationsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int CAPACITY = 4;
    private static final int TENANT = 1;

    private WritePath path;
    private Map<String, Operation> operations;
    private InstanceRef instance;

    @BeforeEach
    void start() {
        path = new WritePath(WritePath.pools(DATABASE), WritePath.settings(CAPACITY, 100));
        var secrets = new Secrets(new SecureRandom());
        var time = new VertxTime(path.vertx);
        var store = new PgDirectoryStore(
                WritePath.pools(DATABASE).apply(path.vertx),
                new Seals(new Vault(MasterKey.parse("0f".repeat(32)).orElseThrow(), Optional.empty(), secrets)),
                new PublicIds(secrets, time),
                time,
                3 << 20);
        operations = new BufferOperations(new BufferOperations.Parts(
                        path.buffers(), new CachedDirectory(store, time), CAPACITY, Duration.ofSeconds(10)))
                .all();
        DATABASE.execute("insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, created_at,"
                + " updated_at) values ('con', 1, 'meta', 'c', sha256('k'::bytea), 'none', now(), now())"
                + " on conflict do nothing");
        instance = instance();
    }

    @AfterEach
    void stop() {
        path.close();
    }

    @Test
    void an_instance_nobody_has_heard_of_has_an_empty_buffer() {
        var buffer = body(ask("getInstanceBuffer", instance.id(), Map.of()));
        assertThat(buffer.fieldNames()).isEqualTo(Document.fieldsOf("Buffer"));
        assertThat(buffer).isEqualTo(buffer(0, 0, 0));
    }

    @Test
    void a_buffer_tells_what_waits_what_was_refused_and_what_came() {
        path.gate.shut();
        var admissions = submit(7);
        assertThat(body(ask("getInstanceBuffer", instance.id(), Map.of())).getLong("rejectedEvents"))
                .isGreaterThanOrEqualTo(1);
        path.gate.open();
        Await.of(Future.join(admissions));
        var settled = body(ask("getInstanceBuffer", instance.id(), Map.of()));
        assertThat(settled.getLong("rejectedEvents") + settled.getLong("totalEvents"))
                .isEqualTo(7);
        assertThat(settled.getInteger("size")).isZero();
    }

    @Test
    void a_flush_answers_once_what_was_buffered_is_committed() {
        path.gate.shut();
        var admissions = submit(3);
        var flush = begin("flushInstance", instance.id(), Map.of());
        assertThat(flush.isComplete()).isFalse();
        path.gate.open();
        var flushed = body(Await.of(flush));
        assertThat(flushed.fieldNames()).isEqualTo(Document.fieldsOf("Flushed"));
        assertThat(flushed).isEqualTo(new JsonObject().put("flushed", true).put("size", 0));
        assertThat(admissions).allMatch(Future::isComplete);
    }

    @Test
    void a_flush_waits_no_longer_than_asked() {
        path.gate.shut();
        submit(3);
        for (var operation : List.of("flushInstance", "flushAll")) {
            var flushed = body(ask(operation, instance.id(), Map.of("wait", "50ms")));
            assertThat(flushed.getBoolean("flushed")).isFalse();
        }
        path.gate.open();
        assertThat(body(ask("flushAll", "", Map.of())).getBoolean("flushed")).isTrue();
    }

    @Test
    void a_wait_that_is_none_is_refused() {
        for (var operation : List.of("flushInstance", "flushAll")) {
            var refused = ask(operation, instance.id(), Map.of("wait", "soon"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(body(refused).getJsonArray("errors").getJsonObject(0).getString("field"))
                    .isEqualTo("wait");
        }
    }

    @Test
    void all_buffers_are_summed_and_the_fullest_named() {
        path.gate.shut();
        submit(2);
        var sum = body(ask("listBuffers", "", Map.of()));
        assertThat(sum.fieldNames()).isEqualTo(Document.fieldsOf("Buffers"));
        assertThat(sum.getLong("totalEvents")).isEqualTo(2);
        assertThat(sum.getLong("capacity")).isEqualTo(CAPACITY);
        var fullest = sum.getJsonArray("fullest").getJsonObject(0);
        assertThat(fullest.fieldNames()).isEqualTo(Document.fieldsOf("Buffer"));
        assertThat(fullest.getString("instanceId")).isEqualTo(instance.id());
        path.gate.open();
    }

    @Test
    void an_absent_instance_is_not_found_and_another_tenants_neither() {
        for (var operation : List.of("getInstanceBuffer", "flushInstance")) {
            assertThat(ask(operation, "none", Map.of()).status()).isEqualTo(404);
            assertThat(ask(operation, "\0", Map.of()).status()).isEqualTo(404);
            assertThat(Await.of(begin(operation, instance.id(), Map.of(), TENANT + 1))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void an_answer_comes_back_on_the_context_that_asked() {
        for (var operation : operations.keySet()) {
            var context = path.vertx.getOrCreateContext();
            var answered = Promise.<Boolean>promise();
            context.runOnContext(here -> begin(operation, instance.id(), Map.of())
                    .onComplete(reply -> answered.complete(Vertx.currentContext() == context)));
            assertThat(Await.of(answered.future())).as(operation).isTrue();
        }
    }

    private JsonObject buffer(int size, long rejected, long total) {
        return new JsonObject()
                .put("instanceId", instance.id())
                .put("capacity", CAPACITY)
                .put("size", size)
                .put("rejectedEvents", rejected)
                .put("totalEvents", total);
    }

    /** Comes back once the buffer knows of all of them. */
    private List<Future<?>> submit(int count) {
        var admissions = IntStream.range(0, count)
                .<Future<?>>mapToObj(number -> path.submit(Drafts.draft(instance, "m" + number, "text", "chat")))
                .toList();
        while (arrived() < count) {
            var pause = Promise.<Void>promise();
            path.vertx.setTimer(5, fired -> pause.complete());
            Await.of(pause.future());
        }
        return admissions;
    }

    private long arrived() {
        var buffer = body(ask("getInstanceBuffer", instance.id(), Map.of()));
        return buffer.getLong("totalEvents") + buffer.getLong("rejectedEvents");
    }

    private static InstanceRef instance() {
        var no = (int)
                DATABASE.count("insert into instance (id, tenant_no, connection_no, external_id, name, created_at)"
                        + " select gen_random_uuid()::text, tenant_no, no, gen_random_uuid()::text, 'i', now()"
                        + " from connection where id = 'con' returning no");
        var id = (String) Objects.requireNonNull(DATABASE.value("select id from instance where no = ?", no));
        return new InstanceRef(no, id, TENANT, "default");
    }

    private Reply ask(String operationId, String instanceId, Map<String, String> query) {
        return Await.of(begin(operationId, instanceId, query));
    }

    private Future<Reply> begin(String operationId, String instanceId, Map<String, String> query) {
        return begin(operationId, instanceId, query, TENANT);
    }

    private Future<Reply> begin(String operationId, String instanceId, Map<String, String> query, int tenantNo) {
        var caller = new Caller("key:1", tenantNo, "default", Rights.of(Role.SUPER_ADMIN));
        return Objects.requireNonNull(operations.get(operationId))
                .run(new ApiCall(
                        new Call(caller, "corr", Optional.empty()),
                        Map.of("instanceId", instanceId),
                        query,
                        new JsonObject()));
    }

    private static JsonObject body(Reply reply) {
        return reply.body().orElseThrow();
    }
}
