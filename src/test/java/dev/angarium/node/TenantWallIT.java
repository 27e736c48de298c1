package dev.angarium.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * S1: made from the document the node serves, every operation on an object answers each role for another tenant's
 * object exactly as for an absent or a malformed one.
 */
class TenantWallIT {
    private static final Pattern SEGMENT = Pattern.compile("\\{(\\w+)}");
    private static final List<String> MALFORMED =
            List.of("0", "con_%C3%28", "%27%3Bdrop", "x".repeat(2000), "%F0%9F%98%80");
    private static final Map<String, String> ABSENT = Map.of(
            "connectionId", "con_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "instanceId", "ins_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "deviceId", "ins_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "webhookId", "sub_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "keyId", "key_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "tenantId", "ten_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "jobId", "job_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "eventId", "evt_01JGFJJZ00M8Q4T1V7W5X2Y3Z4",
            "deadLetterId", "dlq_01JGFJJZ00M8Q4T1V7W5X2Y3Z4");

    @TempDir
    static Path directory;

    private static Node node;
    private static JsonObject document;
    private static Map<String, String> foreign;
    private static final Map<String, Map<String, String>> ROLES = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        node = Node.start(directory, Map.of());
        document = node.get("/openapi.json").json();
        var own = tenant("own");
        for (var role : List.of("agent", "manager", "tenant_admin")) {
            ROLES.put(role, key(own, new JsonObject().put("name", role).put("role", role)));
        }
        ROLES.put("super_admin", within(own));
        foreign = objects(tenant("other"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String tenant(String name) {
        return Node.expect(201, node.post("/v1/tenants", new JsonObject().put("name", name)))
                .text("id");
    }

    private static Map<String, String> within(String tenant) {
        return Map.of("Authorization", "Bearer " + BrokerProcess.ADMIN_KEY, "X-Tenant-Id", tenant);
    }

    private static Map<String, String> key(String tenant, JsonObject draft) {
        return Node.key(Node.expect(201, node.post("/v1/tenants/" + tenant + "/keys", draft))
                .text("key"));
    }

    /** One of everything, in a tenant. */
    private static Map<String, String> objects(String tenant) {
        var ids = new HashMap<String, String>();
        ids.put("tenantId", tenant);
        var key = new JsonObject().put("name", "k");
        ids.put("keyId", node.post("/v1/tenants/" + tenant + "/keys", key).text("id"));
        var auth = new JsonObject().put("scheme", "url");
        var connection =
                new JsonObject().put("provider", "generic").put("name", "c").put("auth", auth);
        var made = make(tenant, "/v1/connections", connection);
        ids.put("connectionId", made.text("id"));
        var webhook = new JsonObject()
                .put("url", "http://127.0.0.1:1/")
                .put("events", List.of("*"))
                .put("retryCount", 0);
        ids.put("webhookId", make(tenant, "/v1/webhooks", webhook).text("id"));
        var body = new JsonObject().put("instance", "i").put("id", "1").put("type", "t");
        var path = BrokerApi.pathOf(made.text("webhookUrl"));
        var event = Node.expect(200, node.send("POST", path, body.encode(), Map.of()));
        ids.put(
                "eventId",
                Answer.objects(event.json().getJsonArray("events")).get(0).getString("id"));
        Node.until("it is a dead letter", () -> !list(tenant, "/v1/dlq").isEmpty());
        var letter = list(tenant, "/v1/dlq").get(0);
        ids.put("deadLetterId", letter.getString("id"));
        ids.put("instanceId", letter.getString("instanceId"));
        ids.put("deviceId", letter.getString("instanceId"));
        var job = node.send("POST", "/v1/dlq/replay", "{}", within(tenant));
        ids.put("jobId", Node.expect(202, job).text("id"));
        return ids;
    }

    private static Answer make(String tenant, String path, JsonObject draft) {
        return Node.expect(201, node.send("POST", path, draft.encode(), within(tenant)));
    }

    private static List<JsonObject> list(String tenant, String path) {
        return node.send("GET", path, "", within(tenant)).data();
    }

    /** @param body of the one example; empty where it takes none */
    private record Operation(String id, String method, String template, String body) {
        List<String> segments() {
            return SEGMENT.matcher(template)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        String path(Map<String, String> ids) {
            return SEGMENT.matcher(template).replaceAll(found -> ids.getOrDefault(found.group(1), "x"));
        }
    }

    private static Stream<DynamicTest> each(Consumer<Operation> test) {
        var operations = new ArrayList<Operation>();
        for (var path : document.getJsonObject("paths")) {
            var item = (JsonObject) path.getValue();
            item.fieldNames().stream()
                    .filter(method -> path.getKey().startsWith("/v1/"))
                    .filter(method ->
                            List.of("get", "put", "post", "patch", "delete").contains(method))
                    .map(method -> operation(path.getKey(), method, item.getJsonObject(method)))
                    .filter(operation -> !operation.segments().isEmpty())
                    .forEach(operations::add);
        }
        assertThat(operations).hasSizeGreaterThan(30);
        return operations.stream()
                .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> test.accept(operation)));
    }

    private static Operation operation(String template, String method, JsonObject description) {
        var body = description.getJsonObject("requestBody");
        return new Operation(
                description.getString("operationId"),
                method.toUpperCase(Locale.ROOT),
                template,
                body == null || !body.getBoolean("required", false)
                        ? ""
                        : example(body).encode());
    }

    private static JsonObject example(JsonObject body) {
        var schema = body.getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema")
                .getString("$ref");
        return document.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema.substring(schema.lastIndexOf('/') + 1))
                .getJsonArray("examples")
                .getJsonObject(0);
    }

    private static Answer ask(Operation operation, Map<String, String> ids, Map<String, String> caller) {
        return node.send(operation.method(), operation.path(ids), operation.body(), caller);
    }

    @TestFactory
    Stream<DynamicTest> another_tenants_object_is_like_an_absent_one_for_every_role() {
        return each(operation -> ROLES.forEach((role, caller) -> {
            if (role.equals("super_admin") && operation.segments().contains("tenantId")) {
                return; // works for any tenant
            }
            var there = ask(operation, foreign, caller);
            assertThat(there).as(role).isEqualTo(ask(operation, ABSENT, caller));
            assertThat(there.status()).as(role).isIn(404, 403);
            if (role.equals("super_admin")) {
                assertThat(there.status()).isEqualTo(404);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> a_malformed_id_is_like_an_absent_one_for_every_role() {
        return each(operation -> ROLES.forEach((role, caller) -> {
            var absent = ask(operation, ABSENT, caller);
            for (var malformed : MALFORMED) {
                var ids = new HashMap<String, String>();
                operation.segments().forEach(name -> ids.put(name, malformed));
                assertThat(ask(operation, ids, caller))
                        .as("%s %s", role, malformed)
                        .isEqualTo(absent);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> what_is_asked_for_is_really_there() {
        return each(operation -> {
            if (operation.method().equals("GET")) {
                var tenant = foreign.getOrDefault("tenantId", "");
                assertThat(ask(operation, foreign, within(tenant)).status()).isIn(200, 501);
            }
        });
    }
}
