package dev.angarium.inbox.simple;

import static dev.angarium.inbox.simple.SimpleWorld.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimpleProjectionTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int JITTER_PART = 5; // at most a fifth comes on top of a delay
    private static SimpleWorld world;

    @BeforeAll
    static void open() {
        world = new SimpleWorld(DATABASE);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void empty() {
        world.empty();
        DATABASE.execute("create sequence tries");
    }

    @AfterEach
    void repair() {
        DATABASE.execute("drop trigger if exists broken on simple_message; drop function if exists broken();"
                + " drop sequence tries");
    }

    /** Each write of a message fails with this SQLSTATE, and is counted. */
    private static void breakWith(String sqlState) {
        DATABASE.execute("create function broken() returns trigger language plpgsql security definer as $$ begin"
                + " perform nextval('tries'); raise exception using errcode = '" + sqlState + "'; end $$;"
                + " create trigger broken before insert on simple_message for each row execute function broken()");
    }

    private static void mend() {
        DATABASE.execute("drop trigger broken on simple_message");
    }

    private static long tries() {
        return DATABASE.count("select case when is_called then last_value else 0 end from tries");
    }

    private static void untilTries(long count) {
        world.until(count + " tries", () -> tries() == count);
    }

    private static List<Map<String, @Nullable Object>> rows() {
        return DATABASE.query("select * from simple_message order by seq");
    }

    private static List<String> ids() {
        return rows().stream().map(row -> String.valueOf(row.get("message_id"))).toList();
    }

    @Test
    void what_was_committed_while_nobody_looked_is_taken_in_hundreds() {
        for (var n = 0; n < 250; n++) {
            world.write(message("m" + n));
        }
        world.start().settle();
        assertThat(rows()).hasSize(250);
        assertThat(world.progressInTable()).isEqualTo(250);
        assertThat(ids())
                .isEqualTo(IntStream.range(0, 250).mapToObj(n -> "m" + n).toList());
    }

    @Test
    void a_known_message_id_keeps_its_first_message() {
        world.start().commit(message("m").put("text", "first"), message("m").put("text", "second"));
        world.settle();
        world.commit(message("m").put("text", "third"));
        world.settle();
        assertThat(rows()).extracting(row -> row.get("body")).containsExactly("first");
        assertThat(world.progressInTable()).isEqualTo(3);
    }

    @Test
    void what_is_no_simple_message_only_moves_the_progress() {
        world.start().commit(EventTypes.UNPARSED);
        world.settle();
        assertThat(rows()).isEmpty();
        assertThat(world.progressInTable()).isEqualTo(1);
    }

    @Test
    void a_restart_goes_on_behind_the_cursor() {
        world.start().commit(message("1"), message("2"));
        world.settle();
        world.stop();
        assertThat(DATABASE.count("select seq from lane_cursor where consumer = -1"))
                .isEqualTo(2);
        DATABASE.execute("delete from simple_message");
        world.write(message("3"));
        world.start().settle();
        assertThat(ids()).containsExactly("3");
    }

    @Test
    void a_repeat_changes_nothing() {
        world.start().commit(message("1"), message("2"));
        world.settle();
        var before = rows();
        world.stop();
        DATABASE.execute("delete from lane_cursor");
        world.start();
        world.until("it was all read again", () -> {
            world.time.forward(Duration.ofMillis(100));
            return DATABASE.count("select count(*) from lane_cursor where seq = 2") == 1;
        });
        assertThat(rows()).isEqualTo(before);
        assertThat(world.progressInTable()).isEqualTo(2);
    }

    @Test
    void the_read_model_can_be_made_again_from_the_log() {
        world.start()
                .commit(
                        message("1").put("text", "Straße"),
                        message("2").put("ts", "1999-12-31T23:59:59.000000001Z"),
                        message("1"));
        world.commit(EventTypes.UNPARSED);
        world.settle();
        var before = rows();
        world.stop();
        DATABASE.execute("truncate simple_message, simple_progress; delete from lane_cursor where consumer = -1");
        world.start().settle();
        assertThat(rows()).isEqualTo(before);
        assertThat(world.progressInTable()).isEqualTo(4);
    }

    @Test
    void a_nul_or_half_a_character_does_not_stop_the_others() {
        world.start().commit(message("a\0b").put("text", "x\0y"), message("2"));
        world.settle();
        assertThat(ids()).containsExactly("a\uFFFDb", "2");
        assertThat(rows().get(0).get("body")).isEqualTo("x\uFFFDy");
    }

    @Test
    void a_step_that_fails_is_tried_after_2_4_and_8_seconds_then_parked() {
        breakWith("XX000");
        world.start().commit(message("1"));
        untilTries(1);
        isTriedAgainAfter(Duration.ofSeconds(2), 1);
        isTriedAgainAfter(Duration.ofSeconds(4), 2);
        isTriedAgainAfter(Duration.ofSeconds(8), 3);
        world.until("it is parked", () -> !world.parked.isEmpty());
        assertThat(world.parked).containsExactly("-1 attempts");
        assertThat(rows()).isEmpty();
        assertThat(world.progressInTable()).isEqualTo(1); // no read waits for it
        world.until("the dead letter is written", () -> {
            world.time.forward(Duration.ofMillis(100));
            return DATABASE.count("select count(*) from dead_letter where consumer = -1 and attempts = 4") == 1;
        });
    }

    private static void isTriedAgainAfter(Duration delay, int before) {
        world.until("the wait has begun", () -> world.attempts() == before);
        world.time.forward(delay.minusMillis(1));
        assertThat(world.attempts()).isEqualTo(before);
        assertThat(tries()).isEqualTo(before);
        world.time.forward(delay.dividedBy(JITTER_PART).plusMillis(1));
        untilTries(before + 1);
    }

    @Test
    void nothing_is_parked_while_the_database_is_away() {
        breakWith("53100");
        world.start().commit(message("1"));
        untilTries(1);
        world.until("many tries later", () -> {
            world.time.forward(Duration.ofSeconds(5));
            return tries() >= 8;
        });
        assertThat(world.parked).isEmpty();
        mend();
        world.until("it is written", () -> {
            world.time.forward(Duration.ofSeconds(5));
            return world.progressInTable() == 1;
        });
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void only_the_one_instance_of_the_simple_api_is_covered() {
        var projection = new SimpleProjection(
                new PgSimpleMessages(DATABASE.pipelinePool(world.vertx)), SimpleProgress.on(world.vertx, world.time));
        assertThat(projection.covers(world.instance)).isTrue();
        assertThat(projection.covers(new InstanceRef(7, "ins_7", 1, "default"))).isFalse();
        assertThat(projection.covers(new InstanceRef(7, "simple", 2, "other"))).isFalse();
    }

    @Test
    void a_message_with_unknown_fields_is_a_message() {
        world.start().commit(message("1").put("more", new JsonObject()));
        world.settle();
        assertThat(ids()).containsExactly("1");
    }
}
