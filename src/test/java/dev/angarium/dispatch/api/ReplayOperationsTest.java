package dev.angarium.dispatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.access.Reply;
import dev.angarium.access.Role;
import dev.angarium.access.once.Claimed;
import dev.angarium.dispatch.Samples;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.dispatch.Subscriber.Request;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import dev.angarium.tenant.Subscription;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplayOperationsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private Desk desk;
    private Subscriber subscriber;
    private Subscription webhook;
    private InstanceRef instance;

    @BeforeEach
    void start() {
        open(true);
    }

    private void open(boolean replaysEnabled) {
        desk = new Desk(DATABASE, replaysEnabled, DeviceWatch.Limits.USUAL);
        subscriber = desk.world.subscriber();
        webhook = desk.world.subscribe(Samples.subscription(subscriber.url()).delays(Duration.ofMillis(10)));
        instance = desk.world.instance("a-" + desk.world.tenantId);
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void a_range_becomes_a_job_that_tells_its_progress() {
        delivered(3);
        var reply = replay(new JsonObject().put("fromSequence", 2)).reply();
        assertThat(reply.status()).isEqualTo(202);
        var job = reply.body().orElseThrow();
        assertThat(job.fieldNames()).isEqualTo(Document.fieldsOf("Job"));
        assertThat(job.getLong("total")).isEqualTo(2);
        assertThat(reply.headers()).containsEntry("Location", "/v1/jobs/" + job.getString("id"));
        var finished = finished(reply);
        assertThat(finished.getLong("done")).isEqualTo(2);
        assertThat(finished.getString("state")).isEqualTo("done");
        assertThat(subscriber.requests().subList(3, 5)).extracting(Request::seq).containsExactly(2L, 3L);
    }

    @Test
    void a_range_may_begin_and_end_at_a_time_and_name_instances_and_types() {
        var event = desk.world.commit(instance, "message.received", "c");
        desk.world.commit(instance, "presence.updated", "c");
        Await.of(subscriber.received(2));
        var body = new JsonObject()
                .put("since", event.receivedAt())
                .put("until", desk.world.time.millis())
                .put("instances", new JsonArray().add(instance.id()))
                .put("types", new JsonArray().add("message.*"));
        assertThat(finished(replay(body).reply()).getLong("done")).isEqualTo(1);
    }

    @Test
    void a_dry_run_counts_and_begins_nothing() {
        delivered(3);
        var reply = replay(new JsonObject().put("fromSequence", 1).put("dryRun", true))
                .reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().orElseThrow().fieldNames()).isEqualTo(Document.fieldsOf("ReplayCount"));
        assertThat(reply.body().orElseThrow().getLong("total")).isEqualTo(3);
        assertThat(DATABASE.count("select count(*) from replay_job where tenant_no = ?", desk.world.tenantNo))
                .isZero();
    }

    @Test
    void a_range_needs_one_beginning() {
        assertThat(replay(new JsonObject()).wrongFields()).containsExactly("since");
        assertThat(replay(new JsonObject().put("since", 1).put("fromSequence", 1))
                        .wrongFields())
                .containsExactly("since");
    }

    @Test
    void all_that_is_wrong_with_an_order_is_told_at_once() {
        var body = new JsonObject()
                .put("fromSequence", 0)
                .put("until", "never")
                .put("instances", "all")
                .put("types", new JsonArray().add("message.unheard"))
                .put("url", "http://10.0.0.1/x")
                .put("dryRun", "yes")
                .put("speed", 1);
        assertThat(replay(body).wrongFields())
                .contains("fromSequence", "until", "instances", "types", "url", "dryRun", "speed");
        assertThat(replay(new JsonObject().put("since", 200).put("until", 100)).wrongFields())
                .containsExactly("until");
    }

    @Test
    void an_instance_that_is_not_the_tenants_is_named() {
        var body = new JsonObject()
                .put("fromSequence", 1)
                .put("instances", new JsonArray().add(instance.id()).add("of-another"));
        assertThat(replay(body).wrongFields()).containsExactly("instances[1]");
    }

    @Test
    void a_paused_webhook_is_a_conflict_and_an_absent_one_is_not_found() {
        var all = new JsonObject().put("fromSequence", 1);
        DATABASE.execute("update subscription set state = 'paused' where no = ?", webhook.no());
        assertThat(replay(all).code()).isEqualTo("WEBHOOK_NOT_ACTIVE");
        assertThat(desk.ask("replayWebhook").at("webhookId", "none").body(all).status())
                .isEqualTo(404);
        assertThat(replay(all).by(desk.otherTenant()).status()).isEqualTo(404);
    }

    @Test
    void an_operator_may_switch_replays_off() {
        desk.close();
        open(false);
        var id = desk.letter(webhook.no(), instance, "message.received", 1);
        assertThat(replay(new JsonObject()).code()).isEqualTo("REPROCESS_DISABLED");
        assertThat(replay(new JsonObject()).status()).isEqualTo(403);
        assertThat(letter(id, new JsonObject()).code()).isEqualTo("REPROCESS_DISABLED");
        assertThat(desk.ask("replayDeadLetters").code()).isEqualTo("REPROCESS_DISABLED");
    }

    @Test
    void a_tenant_with_too_many_jobs_is_asked_to_wait() {
        delivered(1);
        hold();
        for (var made = 0; made < 10; made++) {
            assertThat(replay(new JsonObject().put("fromSequence", 1)).status()).isEqualTo(202);
        }
        var refused = replay(new JsonObject().put("fromSequence", 1)).reply();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsKey("Retry-After");
    }

    @Test
    void a_dead_letter_is_delivered_again_once_at_a_time() {
        var id = desk.letter(webhook.no(), instance, "message.received", 1);
        hold();
        var job = letter(id, new JsonObject()).reply();
        assertThat(job.status()).isEqualTo(202);
        assertThat(letter(id, new JsonObject()).code()).isEqualTo("REPLAY_UNDER_WAY");
        desk.world.write(webhook);
        assertThat(finished(job).getLong("done")).isEqualTo(1);
        assertThat(Await.of(subscriber.received(1)).get(0).seq()).isEqualTo(1);
        var listed = desk.ask("listDeadLetters").data().get(0);
        assertThat(listed.getString("replayedAt")).as("marked, not deleted").isNotNull();
    }

    @Test
    void another_address_is_checked_and_takes_the_right_to_manage_webhooks() {
        var id = desk.letter(webhook.no(), instance, "message.received", 1);
        var elsewhere = new JsonObject().put("url", "https://hooks.example.com/x");
        assertThat(letter(id, new JsonObject().put("url", "https://169.254.169.254/"))
                        .wrongFields())
                .containsExactly("url");
        assertThat(letter(id, elsewhere).by(Role.MANAGER).status()).isEqualTo(403);
        assertThat(DATABASE.count(
                        "select count(*) from audit where tenant_no = ? and outcome = 'refused'", desk.world.tenantNo))
                .isEqualTo(1);
        hold();
        assertThat(letter(id, elsewhere).status()).isEqualTo(202);
        assertThat(DATABASE.value("select url from replay_job where tenant_no = ?", desk.world.tenantNo))
                .isEqualTo("https://hooks.example.com/x");
    }

    @Test
    void the_answer_of_an_order_is_remembered_with_it_so_that_a_crash_leaves_both_or_nothing() {
        var id = desk.letter(webhook.no(), instance, "message.received", 1);
        var hash = new byte[] {1};
        var order = letter(id, new JsonObject());
        var claimed = (Claimed.Held) Await.of(desk.claims.claim(order.caller(), "once", hash));
        var job = order.holding(claimed.claim()).json().getString("id");
        var again = Await.of(desk.claims.claim(order.caller(), "once", hash));
        assertThat(again).isInstanceOfSatisfying(Claimed.Known.class, known -> assertThat(
                        known.reply().body().orElseThrow().getString("id"))
                .isEqualTo(job));
    }

    @Test
    void a_deleted_letter_is_remembered_with_its_deletion() {
        var id = desk.letter(webhook.no(), instance, "message.received", 1);
        var hash = new byte[] {1};
        var deletion = desk.ask("deleteDeadLetter").at("deadLetterId", id);
        var claimed = (Claimed.Held) Await.of(desk.claims.claim(deletion.caller(), "once", hash));
        assertThat(deletion.holding(claimed.claim()).status()).isEqualTo(204);
        assertThat(Await.of(desk.claims.claim(deletion.caller(), "once", hash)))
                .isInstanceOfSatisfying(
                        Claimed.Known.class,
                        known -> assertThat(known.reply().status()).isEqualTo(204));
    }

    @Test
    void a_manager_may_deliver_again_to_the_same_address() {
        var id = desk.letter(webhook.no(), instance, "message.received", 1);
        assertThat(letter(id, new JsonObject()).by(Role.MANAGER).status()).isEqualTo(202);
    }

    @Test
    void all_dead_letters_that_match_become_one_job() {
        desk.letter(webhook.no(), instance, "message.received", 1);
        desk.letter(webhook.no(), instance, "message.status", 2);
        desk.letter(webhook.no(), instance, "message.received", 3);
        var filter = new JsonObject().put("webhook", webhook.id()).put("type", "message.received");
        var counted = letters(new JsonObject().put("filter", filter).put("dryRun", true));
        assertThat(counted.json().getLong("total")).isEqualTo(2);
        var job = letters(new JsonObject().put("filter", filter)).reply();
        assertThat(job.status()).isEqualTo(202);
        assertThat(finished(job).getLong("done")).isEqualTo(2);
        assertThat(finished(letters(new JsonObject()).reply()).getLong("total"))
                .as("without a filter all that are left")
                .isEqualTo(1);
    }

    @Test
    void what_is_wrong_with_a_filter_is_told_with_its_place() {
        var filter = new JsonObject()
                .put("reason", "quarantine")
                .put("since", true)
                .put("webhook", 7)
                .put("colour", "red");
        assertThat(letters(new JsonObject().put("filter", filter)).wrongFields())
                .containsExactlyInAnyOrder("filter.reason", "filter.since", "filter.webhook", "filter.colour");
    }

    @Test
    void a_job_is_its_tenants_alone() {
        var job = letters(new JsonObject()).json().getString("id");
        assertThat(desk.ask("getJob").at("jobId", job).status()).isEqualTo(200);
        assertThat(desk.ask("getJob").at("jobId", job).by(desk.otherTenant()).status())
                .isEqualTo(404);
        for (var absent : List.of("job_none", "", "\0")) {
            assertThat(desk.ask("getJob").at("jobId", absent).status()).isEqualTo(404);
        }
    }

    /** What is ordered waits until the webhook is written as it was. */
    private void hold() {
        desk.world.write(Samples.subscription(subscriber.url())
                .of(desk.world.tenantNo, desk.world.tenantId)
                .state(Subscription.State.PAUSED)
                .no(webhook.no()));
    }

    private void delivered(int count) {
        desk.world.commit(instance, count);
        Await.of(subscriber.received(count));
    }

    private Desk.Asking replay(JsonObject body) {
        return desk.ask("replayWebhook").at("webhookId", webhook.id()).body(body);
    }

    private Desk.Asking letter(String id, JsonObject body) {
        return desk.ask("replayDeadLetter").at("deadLetterId", id).body(body);
    }

    private Desk.Asking letters(JsonObject body) {
        return desk.ask("replayDeadLetters").body(body);
    }

    private JsonObject finished(Reply accepted) {
        var id = accepted.body().orElseThrow().getString("id");
        desk.world.until("the job is done", () -> job(id).getValue("finishedAt") != null);
        return job(id);
    }

    private JsonObject job(String id) {
        return desk.ask("getJob").at("jobId", id).json();
    }
}
