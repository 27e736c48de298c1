package dev.angarium.tenant.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.angarium.access.api.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTest {
    @RegisterExtension
    static final ApiServer api = new ApiServer();

    @Test
    void every_change_writes_one_row_newest_first() {
        var client = api.tenant("audited").client();
        var webhook = client.with("X-Correlation-Id", "the-first")
                .post("/v1/webhooks", webhook())
                .id();
        client.post("/v1/webhooks/" + webhook + "/rotate-secret");
        client.post("/v1/webhooks/" + webhook + "/pause");
        client.delete("/v1/webhooks/" + webhook);
        var rows = client.get("/v1/audit?object=webhook:" + webhook).data();
        assertThat(rows)
                .extracting(row -> row.getString("action"))
                .containsExactly("webhook.delete", "webhook.pause", "webhook.rotateSecret", "webhook.create");
        assertThat(rows.get(3).getString("correlationId")).isEqualTo("the-first");
        assertThat(rows.get(3).getString("actor")).startsWith("key:key_");
    }

    @Test
    void a_call_that_changed_nothing_writes_none() {
        var client = api.tenant("quiet").client();
        var before = client.get("/v1/audit").data().size();
        client.post("/v1/webhooks", new JsonObject());
        client.delete("/v1/webhooks/sub_nobody");
        client.get("/v1/webhooks");
        assertThat(client.get("/v1/audit").data()).hasSize(before);
    }

    @Test
    void a_repeat_is_audited_once() {
        var client = api.tenant("repeating").client();
        client.once("k").post("/v1/webhooks", webhook());
        client.once("k").post("/v1/webhooks", webhook());
        assertThat(client.get("/v1/audit?action=webhook.create").data()).hasSize(1);
    }

    @Test
    void a_row_refuses_changes_even_of_the_owner() {
        api.tenant("refusing").client().post("/v1/webhooks", webhook());
        for (var change : List.of("update audit set actor = 'nobody'", "delete from audit", "truncate audit")) {
            assertThatThrownBy(() -> api.database().execute(change))
                    .hasStackTraceContaining("audit rows stay as they are");
        }
    }

    @Test
    void a_row_that_was_changed_all_the_same_breaks_the_chain() {
        var tenant = api.tenant("chained");
        tenant.client().post("/v1/webhooks", webhook());
        tenant.client().post("/v1/webhooks", webhook());
        assertThat(firstBroken(tenant)).isZero();
        api.database().execute("alter table audit disable trigger audit_refuses");
        api.database()
                .execute(
                        "update audit set actor = 'nobody' where n = 1 and tenant_no = (select no from tenant where id = ?)",
                        tenant.id());
        api.database().execute("alter table audit enable trigger audit_refuses");
        assertThat(firstBroken(tenant)).isEqualTo(1);
    }

    /** 0 where the chain is whole. */
    private static long firstBroken(ApiServer.Tenant tenant) {
        return api.database().count("select coalesce(broken_audit(no), 0) from tenant where id = ?", tenant.id());
    }

    @Test
    void no_secret_is_in_a_row() {
        var client = api.tenant("secretive").client();
        var draft = webhook().put("secret", "a-secret-of-mine").put("headers", new JsonObject().put("X-Mine", "hush"));
        client.post("/v1/webhooks", draft);
        assertThat(client.get("/v1/audit").body().toString()).doesNotContain("a-secret-of-mine", "hush");
    }

    @Test
    void rows_are_found_by_actor_action_outcome_and_time() {
        var tenant = api.tenant("finding");
        var client = tenant.client();
        api.time().jumpWall(Duration.ofHours(1));
        var since = api.time().millis();
        client.post("/v1/webhooks", webhook());
        assertThat(client.get("/v1/audit?since=" + since).data())
                .extracting(row -> row.getString("action"))
                .containsExactly("webhook.create");
        assertThat(client.get("/v1/audit?until=" + since).data())
                .extracting(row -> row.getString("action"))
                .doesNotContain("webhook.create");
        assertThat(client.get("/v1/audit?actor=admin").data())
                .extracting(row -> row.getString("action"))
                .containsExactly("key.create");
        assertThat(client.get("/v1/audit?since=yesterday&until=2026-13-01").fields())
                .containsExactly("since", "until");
        var first = client.get("/v1/audit?limit=1");
        assertThat(client.get("/v1/audit?cursor=" + first.text("nextCursor")).data())
                .hasSize(1);
    }

    @Test
    void a_tenant_sees_its_own_rows_only() {
        var one = api.tenant("one");
        var two = api.tenant("two");
        one.client().post("/v1/webhooks", webhook());
        assertThat(two.client().get("/v1/audit?action=webhook.create").data()).isEmpty();
        assertThat(api.admin()
                        .with("X-Tenant-Id", one.id())
                        .get("/v1/audit?action=webhook.create")
                        .data())
                .hasSize(1);
    }

    private static JsonObject webhook() {
        return new JsonObject().put("url", "https://example.com").put("events", new JsonArray().add("*"));
    }
}
