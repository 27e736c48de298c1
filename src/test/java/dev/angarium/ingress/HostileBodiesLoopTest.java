package dev.angarium.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.harness.LoopCost;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import dev.angarium.provider.json.HostileBodies;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No body, however made, keeps an event loop from its other work. */
class HostileBodiesLoopTest {
    private static final Duration MOST = Duration.ofMillis(50);
    private static final List<String> PROVIDERS = List.of("meta", "evolution", "generic", "waha");
    private static final Map<String, byte[]> BODIES = HostileBodies.all();

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    /** Sends from other loops than the node's. */
    private static final Vertx ELSEWHERE = Vertx.vertx();

    private static IngressWorld world;
    private static Sender sender;
    private static LoopCost cost;

    /** With one round before the measured one: loading classes is no body's doing. */
    @BeforeAll
    static void start() {
        world = new IngressWorld(database, Rules.usual());
        sender = new Sender(ELSEWHERE, world.sender.port);
        cost = LoopCost.of(world.vertx);
        BODIES.values().forEach(HostileBodiesLoopTest::postToEach);
    }

    @AfterAll
    static void stop() {
        Await.of(ELSEWHERE.close());
        world.close();
    }

    static Stream<String> names() {
        return BODIES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_hostile_body_takes_at_most_50_ms_of_an_event_loop(String name) {
        cost.forget();
        postToEach(BODIES.getOrDefault(name, new byte[0]));
        assertThat(cost.longest()).isPositive().isLessThanOrEqualTo(MOST);
    }

    private static void postToEach(byte[] body) {
        for (var provider : PROVIDERS) {
            var connection = world.connect(provider, "url", "");
            assertThat(sender.post(connection.path(), body, Map.of()).status())
                    .as(provider)
                    .isIn(200, 400, 413);
        }
    }
}
