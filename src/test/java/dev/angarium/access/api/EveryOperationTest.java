package dev.angarium.access.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.Permission;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for every operation, made from the document. */
class EveryOperationTest {
    @RegisterExtension
    static final ApiServer api = new ApiServer();

    private static final ApiDocument DOCUMENT = ApiDocument.load();
    private static final ApiSchemas SCHEMAS = new ApiSchemas(DOCUMENT);
    private static final String NOBODY = "_01JGFJJZ00M8Q4T1V7W5X2Y3Z4";
    private static final Map<String, String> PREFIXES = Map.of(
            "connectionId", "con",
            "instanceId", "ins",
            "deviceId", "ins",
            "webhookId", "sub",
            "keyId", "key",
            "tenantId", "ten");

    private final AtomicInteger addresses = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> needs_a_key() {
        return each(endpoint -> {
            var answer = send(api.stranger(), endpoint, Map.of());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(answer.header("RateLimit")).isNotEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> refuses_a_wrong_key_like_none() {
        return each(endpoint -> {
            var stranger = api.stranger().from("10.1.0." + addresses.incrementAndGet());
            var none = send(stranger, endpoint, Map.of());
            var wrong = send(stranger.key("angk_wrong"), endpoint, Map.of());
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.body()).isEqualTo(none.body());
        });
    }

    @TestFactory
    Stream<DynamicTest> needs_its_permission_and_tells_the_audit_of_a_change_that_was_refused() {
        var tenant = api.tenant("small rights");
        var client = api.scoped(tenant.id(), "inbox.write");
        return each(EveryOperationTest::isForSome, endpoint -> {
            var before = refusals(tenant.id());
            var answer = send(client, endpoint, Map.of("tenantId", tenant.id()));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("FORBIDDEN");
            assertThat(refusals(tenant.id())).isEqualTo(before + (endpoint.mutating() ? 1 : 0));
        });
    }

    @TestFactory
    Stream<DynamicTest> does_not_know_a_parameter_that_the_document_does_not() {
        return each(endpoint -> {
            var path = path(endpoint, Map.of("tenantId", "default")) + "?colour=blue&limit=1&limit=2";
            var answer = api.admin().send(endpoint.method(), path);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.fields()).contains("colour", "limit");
        });
    }

    @TestFactory
    Stream<DynamicTest> answers_for_another_tenants_object_exactly_as_for_an_absent_one() {
        var own = api.tenant("own");
        var other = objects(api.tenant("other"));
        return onObjects(endpoint -> {
            var foreign = send(own.client(), endpoint, other);
            var absent = send(own.client(), endpoint, Map.of());
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(absent.status()).isEqualTo(404);
            assertThat(foreign.body()).isEqualTo(absent.body());
        });
    }

    @TestFactory
    Stream<DynamicTest> has_nothing_at_a_malformed_id() {
        var own = api.tenant("own");
        return onObjects(endpoint -> {
            for (var malformed : new String[] {"0", "con_%C3%28", "%27%3Bdrop", "x".repeat(2000), "%F0%9F%98%80"}) {
                var answer = send(own.client(), endpoint, all(malformed));
                assertThat(answer.status()).as(malformed).isEqualTo(404);
                assertThat(answer.code()).isEqualTo("NOT_FOUND");
            }
        });
    }

    /** False where any key is enough. */
    private static boolean isForSome(Endpoint endpoint) {
        return endpoint.permissions().size() < Permission.values().length;
    }

    private Stream<DynamicTest> each(Consumer<Endpoint> test) {
        return each(endpoint -> true, test);
    }

    private Stream<DynamicTest> each(Predicate<Endpoint> which, Consumer<Endpoint> test) {
        return DOCUMENT.endpoints().stream()
                .filter(endpoint -> endpoint.access() == Endpoint.Access.KEYED)
                .filter(which)
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.operationId(), () -> test.accept(endpoint)));
    }

    /** Of the operations on one object, those that are really there. */
    private Stream<DynamicTest> onObjects(Consumer<Endpoint> test) {
        var served = api.services().operations().all().keySet();
        return DOCUMENT.endpoints().stream()
                .filter(endpoint -> served.contains(endpoint.operationId()))
                .filter(endpoint -> !endpoint.segments().isEmpty())
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.operationId(), () -> test.accept(endpoint)));
    }

    private static Map<String, String> objects(ApiServer.Tenant tenant) {
        var client = tenant.client();
        var connection = client.post("/v1/connections", SCHEMAS.example("ConnectionDraft"))
                .id();
        var instance = client.post(
                        "/v1/instances", SCHEMAS.example("InstanceDraft").put("connectionId", connection))
                .id();
        var key = client.post("/v1/tenants/" + tenant.id() + "/keys", SCHEMAS.example("KeyDraft"));
        return Map.of(
                "tenantId",
                tenant.id(),
                "connectionId",
                connection,
                "instanceId",
                instance,
                "deviceId",
                instance,
                "webhookId",
                client.post("/v1/webhooks", SCHEMAS.example("WebhookDraft")).id(),
                "keyId",
                key.id());
    }

    private static Map<String, String> all(String id) {
        var ids = new HashMap<String, String>();
        PREFIXES.keySet().forEach(name -> ids.put(name, id));
        return ids;
    }

    private static Answer send(ApiClient client, Endpoint endpoint, Map<String, String> ids) {
        var path = path(endpoint, ids);
        return endpoint.body() == Endpoint.Body.REQUIRED
                ? client.send(endpoint.method(), path, body(endpoint))
                : client.send(endpoint.method(), path, Buffer.buffer());
    }

    private static String path(Endpoint endpoint, Map<String, String> ids) {
        var path = endpoint.template();
        for (var name : endpoint.segments()) {
            path = path.replace("{" + name + "}", ids.getOrDefault(name, PREFIXES.getOrDefault(name, "x") + NOBODY));
        }
        return path;
    }

    private static JsonObject body(Endpoint endpoint) {
        var schema = DOCUMENT.json()
                .getJsonObject("paths")
                .getJsonObject(endpoint.template())
                .getJsonObject(endpoint.method().name().toLowerCase(Locale.ROOT))
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema")
                .getString("$ref");
        return SCHEMAS.example(schema.substring(schema.lastIndexOf('/') + 1));
    }

    private static long refusals(String tenantId) {
        return api.database()
                .count(
                        "select count(*) from audit a join tenant t on t.no = a.tenant_no where t.id = ? and outcome = 'refused'",
                        tenantId);
    }
}
