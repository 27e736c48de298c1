package dev.angarium.inbox.simple;

import static dev.angarium.inbox.simple.SimpleWorld.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimpleReadsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static SimpleWorld world;
    private SimpleClient client;

    @BeforeAll
    static void open() {
        world = new SimpleWorld(DATABASE);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void start() {
        world.empty().start();
        client = new SimpleClient(world, world.routes(SimpleWorld.settings(true), 0));
    }

    private void given(JsonObject... messages) {
        world.commit(messages);
        world.settle();
    }

    @Test
    void a_message_is_shown_as_it_was_sent() {
        given(message("m1").put("ts", "2026-01-01T00:00:00.120Z").put("text", "olá"));
        var answer = client.get("/messages");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        new JsonObject(
                                """
                {"data": [{"message_id": "m1", "from": "+5511999999999", "to": "+5511888888888",
                  "ts": "2026-01-01T00:00:00.120Z", "text": "olá"}], "total": 1, "limit": 50, "offset": 0}"""));
    }

    @Test
    void a_text_that_was_not_sent_is_null_and_an_empty_one_is_empty() {
        var without = message("m1");
        without.remove("text");
        given(without, message("m2").putNull("text"), message("m3").put("text", ""));
        assertThat(client.get("/messages").data())
                .extracting(each -> each.getString("text"))
                .containsExactly(null, null, "");
    }

    @Test
    void messages_are_ordered_by_instant_then_by_id_byte_by_byte() {
        given(
                message("late").put("ts", "2026-01-02T00:00:00Z"),
                message("b"),
                message("B"),
                message("a").put("ts", "2026-01-01T00:00:00.000Z"),
                message("early").put("ts", "2025-12-31T23:59:59.999999999Z"));
        assertThat(client.get("/messages").ids()).containsExactly("early", "B", "a", "b", "late");
    }

    @Test
    void times_are_compared_to_the_nanosecond() {
        given(
                message("1").put("ts", "2026-01-01T00:00:00.123456789Z"),
                message("2").put("ts", "2026-01-01T00:00:00.123456788Z"),
                message("3").put("ts", "2026-01-01T00:00:00.1234Z"),
                message("4").put("ts", "2026-01-01T00:00:00.5Z"));
        assertThat(client.get("/messages").ids()).containsExactly("3", "2", "1", "4");
        assertThat(client.messages("since", "2026-01-01T00:00:00.123456789Z").ids())
                .containsExactly("1", "4");
    }

    @Test
    void since_includes_its_own_instant_in_whatever_zone_it_is_told() {
        given(message("1").put("ts", "2025-12-31T23:59:59Z"), message("2"));
        assertThat(client.messages("since", "2026-01-01T00:00:00Z").ids()).containsExactly("2");
        assertThat(client.messages("since", "2026-01-01T02:00:00+02:00").ids()).containsExactly("2");
        assertThat(client.get("/messages?since=2026-01-01T02:00:00+02:00").ids())
                .containsExactly("2");
    }

    @Test
    void from_is_exact_and_its_plus_need_not_be_escaped() {
        given(message("1").put("from", "+1"), message("2").put("from", "+12"));
        assertThat(client.messages("from", "+1").ids()).containsExactly("1");
        assertThat(client.get("/messages?from=+1").ids()).containsExactly("1");
        assertThat(client.messages("from", "1").body().getLong("total")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"100%,1", "a_b,2", "'c:\\d',3", "ÇÃO,4", "'',1 2 3 4 5 6", "axb,5", "%,1"})
    void q_is_a_part_of_the_text_in_any_case_and_its_signs_mean_themselves(String part, String ids) {
        given(
                message("1").put("text", "100% sure"),
                message("2").put("text", "x A_B x"),
                message("3").put("text", "C:\\D"),
                message("4").put("text", "atenção"),
                message("5").put("text", "axb"),
                message("6").put("text", ""));
        assertThat(client.messages("q", part).ids()).containsExactly(ids.split(" ", -1));
    }

    @Test
    void filters_work_together_and_the_total_counts_all_matches() {
        given(IntStream.range(0, 12)
                .mapToObj(n -> message("m%02d".formatted(n)).put("from", "+" + (1 + n % 2)))
                .toArray(JsonObject[]::new));
        var answer = client.get("/messages?from=%2B1&q=TEXT&limit=2&offset=1&since=2026-01-01T00:00:00Z");
        assertThat(answer.ids()).containsExactly("m02", "m04");
        assertThat(answer.body().getLong("total")).isEqualTo(6);
        assertThat(answer.body().getInteger("limit")).isEqualTo(2);
        assertThat(answer.body().getLong("offset")).isEqualTo(1);
    }

    @Test
    void beyond_the_end_the_page_is_empty_and_the_total_stays() {
        given(message("1"), message("2"));
        var answer = client.get("/messages?offset=999999999999999999");
        assertThat(answer.ids()).isEmpty();
        assertThat(answer.body().getLong("total")).isEqualTo(2);
    }

    @Test
    void a_page_has_fifty_messages_unless_it_is_told() {
        given(IntStream.range(0, 101)
                .mapToObj(n -> message("m%03d".formatted(n)))
                .toArray(JsonObject[]::new));
        assertThat(client.get("/messages").data()).hasSize(50);
        assertThat(client.get("/messages?limit=100").data()).hasSize(100);
        assertThat(client.get("/messages?limit=1").data()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=101,limit",
        "limit=,limit",
        "limit=ten,limit",
        "limit=1.5,limit",
        "limit=%2B5,limit",
        "limit=99999999999999999999,limit",
        "offset=-1,offset",
        "offset=x,offset",
        "since=yesterday,since",
        "since=,since",
        "since=2026-01-01,since",
        "since=2026-02-30T00:00:00Z,since",
        "q=%00,q",
        "from=%00,from",
        "sort=ts,sort",
        "limit=1&limit=2,limit"
    })
    void what_is_wrong_in_a_query_is_named(String query, String field) {
        var answer = client.get("/messages?" + query);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().getString("code")).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.fields()).containsExactly(field);
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(client.get("/messages?limit=0&offset=-1&since=x&what=1").fields())
                .containsExactlyInAnyOrder("what", "limit", "offset", "since");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages?q=%zz", "/stats?%"})
    void a_broken_escape_is_a_bad_request(String path) {
        assertThat(client.get(path).status()).isEqualTo(400);
    }

    @Test
    void the_figures_of_no_messages_are_zeros_and_nulls() {
        var answer = client.get("/stats");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        new JsonObject(
                                """
                {"total_messages": 0, "senders_count": 0, "messages_per_sender": [],
                  "first_message_ts": null, "last_message_ts": null}"""));
        assertThat(client.get("/stats?limit=1").fields()).containsExactly("limit");
    }

    @Test
    void the_figures_have_the_ten_busiest_senders_and_the_first_and_last_time_as_sent() {
        given(IntStream.rangeClosed(1, 12)
                .boxed()
                .flatMap(n -> IntStream.range(0, n <= 2 ? 3 : 1).mapToObj(at -> message(n + "-" + at)
                        .put("from", "+%02d".formatted(n))
                        .put("ts", "2026-01-%02dT00:00:00.10Z".formatted(n))))
                .toArray(JsonObject[]::new));
        var stats = client.get("/stats").body();
        assertThat(stats.getLong("total_messages")).isEqualTo(16);
        assertThat(stats.getLong("senders_count")).isEqualTo(12);
        assertThat(stats.getString("first_message_ts")).isEqualTo("2026-01-01T00:00:00.10Z");
        assertThat(stats.getString("last_message_ts")).isEqualTo("2026-01-12T00:00:00.10Z");
        var senders = stats.getJsonArray("messages_per_sender");
        assertThat(senders).hasSize(10);
        assertThat(senders.getJsonObject(0)).isEqualTo(new JsonObject("{\"from\": \"+01\", \"count\": 3}"));
        assertThat(senders.getJsonObject(1)).isEqualTo(new JsonObject("{\"from\": \"+02\", \"count\": 3}"));
        assertThat(senders.getJsonObject(9)).isEqualTo(new JsonObject("{\"from\": \"+10\", \"count\": 1}"));
    }

    @Test
    void a_read_waits_for_the_write_that_brings_what_was_committed_before_it() {
        given(message("1"));
        var event = world.write(message("2"));
        var asked = client.ask("/messages", Map.of());
        world.until("the read waits", () -> world.progress().waiting() == 1);
        world.tell(List.of(event));
        assertThat(Await.of(asked).ids()).containsExactly("1", "2");
        world.until("nothing waits any more", () -> world.progress().waiting() == 0);
    }

    @Test
    void a_read_answers_what_there_is_after_a_second() {
        given(message("1"));
        world.write(message("2"));
        var asked = client.ask("/stats", Map.of());
        world.until("the read waits", () -> world.progress().waiting() == 1);
        world.time.forward(Duration.ofMillis(999));
        assertThat(world.progress().waiting()).isEqualTo(1);
        world.time.forward(Duration.ofMillis(1));
        assertThat(Await.of(asked).body().getLong("total_messages")).isEqualTo(1);
    }

    @Test
    void after_a_restart_a_read_knows_from_the_table_that_nothing_is_missing() {
        given(message("1"));
        world.stop();
        var restarted = new SimpleClient(world, world.routes(SimpleWorld.settings(true), 0));
        assertThat(restarted.get("/messages").ids()).containsExactly("1");
    }

    @Test
    void another_tenant_sees_nothing_of_it() {
        given(message("1"));
        DATABASE.execute("insert into tenant (id, name) values ('other', 'o') on conflict do nothing");
        var other = (int) DATABASE.count("select no from tenant where id = 'other'");
        var stranger = new InstanceRef(world.instance.no(), world.instance.id(), other, "other");
        assertThat(Await.of(world.reads().stats(stranger)).getLong("total_messages"))
                .isZero();
    }
}
