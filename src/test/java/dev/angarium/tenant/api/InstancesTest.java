package dev.angarium.tenant.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.api.ApiClient;
import dev.angarium.access.api.ApiServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under both of their names. */
class InstancesTest {
    @RegisterExtension
    static final ApiServer api = new ApiServer();

    private ApiClient client = api.stranger();
    private String connection = "";

    @BeforeEach
    void a_connection_of_its_own() {
        client = api.tenant("instances").client();
        connection = connection();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/instances", "/v1/devices"})
    void an_instance_is_made_shown_renamed_and_ended(String path) {
        var made = client.post(path, account("1065").put("name", "Front desk"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.id()).startsWith("ins_");
        assertThat(client.get(path + "/" + made.id()).json()).isEqualTo(made.json());
        var renamed = client.put(path + "/" + made.id(), new JsonObject().put("name", "Back office"));
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.text("name")).isEqualTo("Back office");
        assertThat(client.get("/v1/instances/" + made.id()).text("name")).isEqualTo("Back office");
        assertThat(client.delete(path + "/" + made.id()).status()).isEqualTo(204);
        assertThat(client.get("/v1/devices/" + made.id()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/instances", "/v1/devices"})
    void all_that_is_wrong_is_named_at_once(String path) {
        assertThat(client.post(path, new JsonObject().put("phone", 1)).fields())
                .containsExactlyInAnyOrder("connectionId", "externalId", "phone");
        assertThat(client.post(path, account("1").put("connectionId", "con_nobody"))
                        .fields())
                .containsExactly("connectionId");
        var id = client.post(path, account("2")).id();
        assertThat(client.put(path + "/" + id, new JsonObject().put("externalId", "3"))
                        .fields())
                .containsExactlyInAnyOrder("name", "externalId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\0b", "\u007f", "a\tb"})
    void an_id_has_no_control_characters(String externalId) {
        var answer = client.post("/v1/instances", account(externalId));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).containsExactly("externalId");
    }

    @Test
    void an_account_has_one_instance_a_connection() {
        client.post("/v1/instances", account("1065"));
        var again = client.post("/v1/devices", account("1065"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("INSTANCE_EXISTS");
        assertThat(client.post("/v1/devices", account("1065").put("connectionId", connection()))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void another_tenants_connection_is_none() {
        var other = api.tenant("other").client();
        assertThat(other.post("/v1/instances", account("1")).fields()).containsExactly("connectionId");
    }

    @Test
    void a_list_may_be_of_one_connection() {
        client.post("/v1/instances", account("1"));
        var elsewhere = connection();
        client.post("/v1/instances", account("2").put("connectionId", elsewhere));
        assertThat(client.get("/v1/instances").data()).hasSize(2);
        assertThat(client.get("/v1/devices?connection=" + elsewhere).data())
                .extracting(instance -> instance.getString("externalId"))
                .containsExactly("2");
        assertThat(client.get("/v1/devices?connection=con_nobody").data()).isEmpty();
    }

    @Test
    void the_status_of_a_new_instance_is_unknown_and_nothing_waits() {
        var id = client.post("/v1/instances", account("1")).id();
        for (var path : new String[] {"/v1/instances/", "/v1/devices/"}) {
            assertThat(client.get(path + id + "/status").json())
                    .isEqualTo(new JsonObject()
                            .put("id", id)
                            .put("state", "unknown")
                            .putNull("stateAt")
                            .putNull("lastEventAt")
                            .put("lastSeq", 0)
                            .put("backlog", 0)
                            .putNull("usualSilenceSeconds"));
        }
    }

    @Test
    void no_provider_sends_its_history_again() {
        var id = client.post("/v1/instances", account("1")).id();
        var known = client.post("/v1/devices/" + id + "/history-sync");
        assertThat(known.status()).isEqualTo(501);
        assertThat(known.code()).isEqualTo("HISTORY_SYNC_UNSUPPORTED");
        assertThat(client.post("/v1/devices/ins_nobody/history-sync").status()).isEqualTo(404);
    }

    private String connection() {
        var draft = new JsonObject()
                .put("provider", "generic")
                .put("name", "c")
                .put("auth", new JsonObject().put("scheme", "url"));
        return client.post("/v1/connections", draft).id();
    }

    private JsonObject account(String externalId) {
        return new JsonObject().put("connectionId", connection).put("externalId", externalId);
    }
}
