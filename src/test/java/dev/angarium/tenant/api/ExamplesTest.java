package dev.angarium.tenant.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.api.Answer;
import dev.angarium.access.api.ApiClient;
import dev.angarium.access.api.ApiDocument;
import dev.angarium.access.api.ApiSchemas;
import dev.angarium.access.api.ApiServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the document's examples send is taken, and what is answered has the fields of the document's examples. */
class ExamplesTest {
    private static final ApiSchemas SCHEMAS = new ApiSchemas(ApiDocument.load());

    @RegisterExtension
    static final ApiServer api = new ApiServer();

    @Test
    void tenants_and_keys() {
        var made = api.admin().post("/v1/tenants", example("TenantDraft"));
        isLike("Tenant", made);
        isLike("TenantPage", api.admin().get("/v1/tenants"));
        var keys = "/v1/tenants/" + made.id() + "/keys";
        var key = api.admin().post(keys, example("KeyDraft"));
        isLike("KeyMade", key);
        isLike("Key", api.admin().get(keys + "/" + key.id()));
        isLike("KeyPage", api.admin().get(keys));
    }

    @Test
    void connections() {
        var client = client();
        var made = client.post("/v1/connections", example("ConnectionDraft"));
        isLike("ConnectionMade", made);
        var path = "/v1/connections/" + made.id();
        isLike("Connection", client.get(path));
        isLike("Connection", client.put(path, example("ConnectionUpdate")));
        isLike("ConnectionPage", client.get("/v1/connections"));
        var rotated = client.post(path + "/rotate-secret", example("SecretDraft"));
        assertThat(SCHEMAS.problems("RotatedSecret", rotated.json())).isEmpty();
    }

    @Test
    void instances() {
        var client = client();
        var connection =
                client.post("/v1/connections", example("ConnectionDraft")).id();
        var made = client.post("/v1/instances", example("InstanceDraft").put("connectionId", connection));
        isLike("Instance", made);
        var path = "/v1/instances/" + made.id();
        isLike("Instance", client.get(path));
        isLike("Instance", client.put(path, example("InstanceUpdate")));
        isLike("InstanceStatus", client.get(path + "/status"));
        isLike("InstancePage", client.get("/v1/instances"));
    }

    @Test
    void webhooks() {
        var client = client();
        var made = client.post("/v1/webhooks", example("WebhookDraft"));
        isLike("WebhookMade", made);
        var path = "/v1/webhooks/" + made.id();
        isLike("Webhook", client.get(path));
        isLike("Webhook", client.put(path, example("WebhookDraft")));
        isLike("Webhook", client.patch(path, example("WebhookPatch")));
        isLike("Webhook", client.post(path + "/pause"));
        isLike("WebhookPage", client.get("/v1/webhooks"));
        isLike("RotatedSecret", client.post(path + "/rotate-secret"));
    }

    @Test
    void the_audit_and_problems() {
        var client = client();
        var page = client.get("/v1/audit");
        assertThat(SCHEMAS.problems("AuditPage", page.json())).isEmpty();
        assertThat(page.data().get(0).fieldNames())
                .containsExactlyInAnyOrderElementsOf(example("AuditRow").fieldNames());
        isLike("Problem", client.post("/v1/webhooks", new JsonObject().put("url", 1)));
        assertThat(SCHEMAS.problems("Problem", client.get("/v1/webhooks/x").json()))
                .isEmpty();
    }

    private static void isLike(String schema, Answer answer) {
        assertThat(SCHEMAS.problems(schema, answer.json())).isEmpty();
        assertThat(ApiSchemas.names(answer.json())).isEqualTo(ApiSchemas.names(example(schema)));
    }

    private static ApiClient client() {
        return api.tenant("examples").client();
    }

    private static JsonObject example(String schema) {
        return SCHEMAS.example(schema);
    }
}
