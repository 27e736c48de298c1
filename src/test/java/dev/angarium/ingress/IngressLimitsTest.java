package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import dev.angarium.provider.json.HostileBodies;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in: an answer, and no other 5xx than 503 and 504. */
class IngressLimitsTest {
    private static final String SECRET = "a secret of this test";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static IngressWorld world;

    @BeforeAll
    static void start() {
        world = new IngressWorld(database, Rules.usual());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    // ---- bodies

    @Test
    void a_body_over_the_connections_limit_is_refused_with_and_without_a_length() {
        var connection = world.connect("generic", "url", "");
        world.update(connection, "max_body", 2_000);
        var large = Bodies.large("1", 2_000).getBytes(UTF_8);
        var rejected =
                "whatsapp_webhook_events_total{payload_type=\"unread\",reason=\"too_large\",result=\"rejected\"}";
        var before = world.metric(rejected);
        assertThat(world.sender.post(connection.path(), large, Map.of()).status())
                .isEqualTo(413);
        assertThat(world.sender.postChunked(connection.path(), large, Map.of()).status())
                .isEqualTo(413);
        assertThat(world.metric(rejected)).isEqualTo(before + 2);
        assertThat(world.tooLarge).filteredOn(no -> no == connection.no()).hasSize(2);
        assertThat(world.sender
                        .postChunked(connection.path(), Bodies.large("1", 1_000).getBytes(UTF_8), Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(world.logged(connection)).hasSize(1);
    }

    @Test
    void a_connection_may_raise_its_limit() {
        var connection = world.connect("generic", "token", SECRET);
        var large = Bodies.large("1", IngressWorld.MAX_BODY).getBytes(UTF_8);
        var known = Map.of("X-API-Key", SECRET);
        assertThat(world.sender.post(connection.path(), large, known).status()).isEqualTo(413);
        world.update(connection, "max_body", 32 << 20);
        assertThat(world.sender.post(connection.path(), large, known).status()).isEqualTo(200);
    }

    @Test
    void a_fixed_route_reads_no_more_than_the_usual_limit() {
        world.connectDefault("zapi", "token", SECRET);
        var route = "/api/webhooks/whatsapp/zapi";
        var known = Map.of("X-API-Key", SECRET);
        var large = Bodies.large("1", IngressWorld.MAX_BODY).getBytes(UTF_8);
        assertThat(world.sender.post(route, large, known).status()).isEqualTo(413);
        assertThat(world.sender.postChunked(route, large, known).status()).isEqualTo(413);
        assertThat(world.sender.post(route, Bodies.large("1", 500_000), known).status())
                .isEqualTo(200);
    }

    @Test
    void a_body_over_every_limit_is_refused_before_it_is_read() {
        var connection = world.connect("generic", "url", "");
        assertThat(world.sender.announce(connection.path(), 100L << 20).status())
                .isEqualTo(413);
    }

    @Test
    void a_compressed_body_is_refused() {
        var connection = world.connect("generic", "url", "");
        var answer = world.sender.post(connection.path(), "{}", Map.of("Content-Encoding", "gzip"));
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void a_large_body_is_checked_and_read_like_a_small_one() {
        var connection = world.connect("meta", "meta", SECRET);
        var ids =
                Stream.iterate(1, id -> id + 1).limit(1_500).map(id -> "m" + id).toArray(String[]::new);
        var body = Bodies.meta("many", ids);
        assertThat(world.sender.post(connection.path(), body).status()).isEqualTo(401);
        var answer = world.sender.post(connection.path(), body, Signer.meta(SECRET, body));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.sequences())
                .containsExactlyElementsOf(
                        Stream.iterate(1L, seq -> seq + 1).limit(1_500).toList());
    }

    static Stream<String> hostile() {
        return HostileBodies.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_body_is_refused_or_kept_and_the_next_one_is_taken(String name) {
        var body = HostileBodies.all().getOrDefault(name, new byte[0]);
        for (var provider : new String[] {"meta", "evolution", "generic", "waha"}) {
            var connection = world.connect(provider, "url", "");
            assertThat(world.sender.post(connection.path(), body, Map.of()).status())
                    .as(provider)
                    .isIn(200, 400, 413);
            assertThat(world.sender
                            .post(connection.path(), Bodies.generic("next", "1"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void more_accounts_in_a_body_than_are_looked_up_are_kept_as_unassigned() {
        var connection = world.connect("meta", "url", "");
        var accounts = Stream.iterate(1, no -> no + 1)
                .limit(Drafting.ACCOUNTS_MAX + 5)
                .map(no -> "a" + no)
                .toArray(String[]::new);
        assertThat(world.sender.post(connection.path(), Bodies.metaOf(accounts)).sequences())
                .hasSize(accounts.length);
        assertThat(world.logged(connection))
                .filteredOn(row -> "provider.unassigned".equals(row.get("type")))
                .hasSize(5);
    }

    // ---- a full node

    @Test
    void a_full_buffer_is_told_and_loses_nothing() {
        try (var full = new IngressWorld(database, Rules.usual().bufferSize(5))) {
            var connection = full.connect("generic", "url", "");
            assertThat(full.sender
                            .post(connection.path(), Bodies.generic("i", "0"))
                            .status())
                    .isEqualTo(200);
            full.gate.shut();
            var answers = new ArrayList<Future<Sender.Answer>>();
            for (var number = 1; number <= 40; number++) {
                var body = Bodies.generic("i", "m" + number).getBytes(UTF_8);
                answers.add(full.sender.begin(connection.path(), body, Map.of()));
            }
            var refused = Await.of(Future.any(answers).map(any -> answers.stream()
                    .filter(Future::succeeded)
                    .map(Future::result)
                    .findFirst()
                    .orElseThrow()));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
            assertThat(refused.code()).isEqualTo("UNAVAILABLE");
            full.gate.open();
            Await.of(Future.all(answers));
            var taken = answers.stream()
                    .filter(answer -> answer.result().status() == 200)
                    .count();
            assertThat(taken).isBetween(1L, 39L);
            assertThat(full.logged(connection)).hasSize((int) taken + 1);
        }
    }

    @Test
    void bodies_beyond_the_nodes_budget_are_told_to_come_back() {
        try (var small = new IngressWorld(database, Rules.usual().maxBytes(1 << 20))) {
            var connection = small.connect("generic", "url", "");
            var other = small.connect("generic", "url", "");
            assertThat(small.sender
                            .post(connection.path(), Bodies.generic("i", "0"))
                            .status())
                    .isEqualTo(200);
            Await.of(small.untilFree());
            assertThat(small.budget.acquire((1 << 20) - 10, 0)).isTrue();
            var answer = small.sender.post(other.path(), Bodies.generic("i", "1"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers().get("Retry-After")).isNotNull();
            small.budget.release((1 << 20) - 10);
            assertThat(small.sender.post(other.path(), Bodies.generic("i", "1")).status())
                    .isEqualTo(200);
            Await.of(small.untilFree());
        }
    }

    @Test
    void bytes_that_are_announced_and_not_sent_take_no_room() {
        try (var small = new IngressWorld(database, Rules.usual().maxBytes(1 << 20))) {
            var connection = small.connect("generic", "url", "");
            for (var stranger = 0; stranger < 3; stranger++) {
                small.sender.dally("/webhook", 900_000);
            }
            Await.of(small.untilHeld(3));
            assertThat(small.sender
                            .post(connection.path(), Bodies.large("1", 500_000))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_sender_that_hangs_up_gives_its_bytes_back() {
        try (var small = new IngressWorld(database, Rules.usual().maxBytes(1 << 20))) {
            var connection = small.connect("generic", "url", "");
            small.sender.post(connection.path(), Bodies.generic("i", "0"));
            small.gate.shut();
            var body = Bodies.large("1", 300_000).getBytes(UTF_8);
            var sent = small.sender.begin(connection.path(), body, Map.of());
            Await.of(small.untilHeld(300_000));
            Await.of(small.sender.hangUp());
            assertThat(Await.failureOf(sent)).isNotNull();
            Await.of(small.untilFree());
            small.gate.open();
        }
    }

    @Test
    void large_bodies_of_one_connection_leave_room_for_another() {
        try (var small = new IngressWorld(database, Rules.usual().maxBytes(1 << 20))) {
            var flood = small.connect("generic", "url", "");
            var other = small.connect("generic", "url", "");
            small.sender.post(flood.path(), Bodies.generic("i", "0"));
            small.sender.post(other.path(), Bodies.generic("i", "0"));
            small.gate.shut();
            var first =
                    small.sender.begin(flood.path(), Bodies.large("1", 300_000).getBytes(UTF_8), Map.of());
            Await.of(small.untilHeld(300_000));
            assertThat(small.sender
                            .post(flood.path(), Bodies.large("2", 300_000))
                            .status())
                    .isEqualTo(503);
            var others =
                    small.sender.begin(other.path(), Bodies.large("3", 300_000).getBytes(UTF_8), Map.of());
            Await.of(small.untilHeld(600_000));
            small.gate.open();
            assertThat(Await.of(first).status()).isEqualTo(200);
            assertThat(Await.of(others).status()).isEqualTo(200);
            assertThat(small.sender
                            .post(flood.path(), Bodies.large("2", 300_000))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_connection_above_its_rate_waits_and_the_others_do_not() {
        try (var limited = new IngressWorld(database, Rules.usual().perConnection(3))) {
            var busy = limited.connect("generic", "token", SECRET);
            var other = limited.connect("generic", "token", SECRET);
            var known = Map.of("X-API-Key", SECRET);
            for (var number = 0; number < 3; number++) {
                assertThat(limited.sender
                                .post(busy.path(), Bodies.generic("rate", "m" + number), known)
                                .status())
                        .isEqualTo(200);
            }
            var answer = limited.sender.post(busy.path(), Bodies.generic("rate", "m4"), known);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isBetween(1, 120);
            assertThat(limited.sender
                            .post(other.path(), Bodies.generic("i", "1"), known)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_stranger_on_a_fixed_route_uses_up_nobodys_rate() {
        try (var limited = new IngressWorld(database, Rules.usual().perConnection(3))) {
            var connection = limited.connect("generic", "token", SECRET);
            var known = Map.of("X-API-Key", SECRET);
            var fixed = "/api/webhooks/whatsapp/generic";
            limited.sender.post(connection.path(), Bodies.generic("claimed", "1"), known);
            for (var number = 0; number < 10; number++) {
                assertThat(limited.sender
                                .post(fixed, Bodies.generic("claimed", "x" + number))
                                .status())
                        .isEqualTo(401);
            }
            assertThat(limited.sender
                            .post(fixed, Bodies.generic("claimed", "2"), known)
                            .status())
                    .isEqualTo(200);
        }
    }
}
