package dev.angarium.tenant.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.api.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountsTest {
    @RegisterExtension
    static final ApiServer api = new ApiServer();

    @Test
    void the_operator_makes_and_lists_tenants() {
        var made = api.admin().post("/v1/tenants", new JsonObject().put("name", "Padaria Aurora"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.id()).startsWith("ten_");
        assertThat(api.admin().get("/v1/tenants").data())
                .extracting(tenant -> tenant.getString("id"))
                .contains("default", made.id());
    }

    @Test
    void a_tenant_needs_a_name_and_nothing_else() {
        var path = "/v1/tenants";
        assertThat(api.admin().post(path, new JsonObject()).fields()).containsExactly("name");
        assertThat(api.admin().post(path, named("").put("colour", 1)).fields())
                .containsExactlyInAnyOrder("name", "colour");
        assertThat(api.admin().post(path, named("x".repeat(201))).fields()).containsExactly("name");
        assertThat(api.admin().post(path, named("a\0b")).fields()).containsExactly("name");
        assertThat(api.admin().post(path, new JsonObject().put("name", 7)).fields())
                .containsExactly("name");
    }

    @Test
    void a_tenants_key_neither_makes_nor_lists_tenants() {
        var client = api.tenant("modest").client();
        assertThat(client.get("/v1/tenants").status()).isEqualTo(403);
        assertThat(client.post("/v1/tenants", named("x")).status()).isEqualTo(403);
    }

    @Test
    void lists_come_in_pages() {
        var tenant = api.tenant("pages");
        var keys = keys(tenant.id());
        for (var n = 0; n < 4; n++) {
            api.admin().post(keys, named("k" + n));
        }
        var first = tenant.client().get(keys + "?limit=3");
        assertThat(first.data()).hasSize(3);
        var rest = tenant.client().get(keys + "?limit=3&cursor=" + first.text("nextCursor"));
        assertThat(rest.data()).hasSize(2);
        assertThat(rest.json().getValue("nextCursor")).isNull();
        assertThat(rest.data()).doesNotContainAnyElementsOf(first.data());
    }

    @Test
    void a_page_has_1_to_100_entries_and_a_cursor_of_its_list() {
        for (var query : new String[] {"limit=0", "limit=101", "limit=-1", "limit=many", "limit="}) {
            var answer = api.admin().get("/v1/tenants?" + query);
            assertThat(answer.status()).as(query).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("limit");
        }
        assertThat(api.admin().get("/v1/tenants?limit=100").status()).isEqualTo(200);
        assertThat(api.admin().get("/v1/tenants?cursor=nonsense").fields()).containsExactly("cursor");
    }

    @Test
    void a_key_is_shown_once() {
        var tenant = api.tenant("keys");
        var keys = keys(tenant.id());
        var made = tenant.client().post(keys, named("crm").put("scopes", new JsonArray().add("webhooks.manage")));
        assertThat(made.status()).isEqualTo(201);
        var key = made.text("key");
        assertThat(key).startsWith("angk_");
        var shown = tenant.client().get(keys + "/" + made.id());
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().fieldNames()).doesNotContain("key");
        assertThat(tenant.client().get(keys).body().toString()).doesNotContain(key);
        assertThat(api.database().query("select * from api_key").toString()).doesNotContain(key);
    }

    @Test
    void a_key_may_do_what_its_scopes_say() {
        var tenant = api.tenant("scopes");
        var client = api.scoped(tenant.id(), "webhooks.manage");
        assertThat(client.get("/v1/webhooks").status()).isEqualTo(200);
        assertThat(client.get("/v1/connections").status()).isEqualTo(403);
        assertThat(client.get(keys(tenant.id())).status()).isEqualTo(403);
    }

    @Test
    void nobody_gives_away_what_they_do_not_have() {
        var tenant = api.tenant("escalation");
        var client = api.scoped(tenant.id(), "keys.manage");
        assertThat(client.post(keys(tenant.id()), named("all")).status()).isEqualTo(403);
        assertThat(client.post(keys(tenant.id()), named("some").put("role", "manager"))
                        .status())
                .isEqualTo(403);
        var same = named("same").put("scopes", new JsonArray().add("keys.manage"));
        assertThat(client.post(keys(tenant.id()), same).status()).isEqualTo(201);
        assertThat(tenant.client().get("/v1/audit?action=key.create").data())
                .filteredOn(row -> row.getString("outcome").equals("refused"))
                .hasSize(2);
    }

    @Test
    void a_key_with_wrong_fields_is_refused_with_all_of_them() {
        var tenant = api.tenant("wrong");
        var draft = new JsonObject()
                .put("name", "")
                .put("role", "super_admin")
                .put(
                        "scopes",
                        new JsonArray().add("tenants.manage").add("coffee").add(1))
                .put("expiresAt", "yesterday")
                .put("owner", "me");
        var answer = tenant.client().post(keys(tenant.id()), draft);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).contains("name", "role", "expiresAt", "owner");
        assertThat(answer.fields()).anyMatch(field -> field.startsWith("scopes["));
        var past = named("past").put("expiresAt", "2025-01-01T00:00:00Z");
        assertThat(tenant.client().post(keys(tenant.id()), past).fields()).containsExactly("expiresAt");
    }

    @Test
    void a_revoked_key_is_gone() {
        var tenant = api.tenant("revoking");
        var key = keys(tenant.id()) + "/"
                + tenant.client().post(keys(tenant.id()), named("x")).id();
        assertThat(tenant.client().delete(key).status()).isEqualTo(204);
        assertThat(tenant.client().get(key).status()).isEqualTo(404);
        assertThat(tenant.client().delete(key).status()).isEqualTo(404);
    }

    @Test
    void the_operator_works_in_any_tenants_keys_and_a_tenant_in_its_own_only() {
        var one = api.tenant("one");
        var two = api.tenant("two");
        assertThat(api.admin().get(keys(one.id())).data()).hasSize(1);
        assertThat(one.client().get(keys(two.id())).status()).isEqualTo(404);
        assertThat(one.client().post(keys(two.id()), named("x")).status()).isEqualTo(404);
        assertThat(api.admin().post(keys("ten_nobody"), named("x")).status()).isEqualTo(404);
        assertThat(two.client().get("/v1/audit?action=key.create").data())
                .as("a key that the operator made is audited where it belongs")
                .extracting(row -> row.getString("actor"))
                .containsExactly("admin");
    }

    private static String keys(String tenantId) {
        return "/v1/tenants/" + tenantId + "/keys";
    }

    private static JsonObject named(String name) {
        return new JsonObject().put("name", name);
    }
}
