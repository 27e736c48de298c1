package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.angarium.Await;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.observe.log.JsonLineEncoder;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What the log says of webhooks, and what it never says. */
class IngressLogTest {
    private static final String SECRET = "planted-secret";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final Lines lines = new Lines();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.angarium");
    private IngressWorld world;

    /** Every line as it would be printed. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final JsonLineEncoder encoder = new JsonLineEncoder();
        private final List<String> printed = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            printed.add(new String(encoder.encode(event), UTF_8));
        }

        List<JsonObject> requests() {
            return printed.stream()
                    .map(JsonObject::new)
                    .filter(line -> "request".equals(line.getString("message")))
                    .toList();
        }
    }

    @BeforeEach
    void start() {
        world = new IngressWorld(database, Rules.usual());
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
        world.close();
    }

    @Test
    void a_webhooks_line_tells_what_became_of_it_and_nothing_of_what_it_says() {
        var connection = world.connect("meta", "meta", SECRET);
        var body = Bodies.meta("15551234567", "wamid.HBgLMTY1MDU1NTEyMzQVAgASGA");
        world.sender.post(connection.path(), body, Signer.meta(SECRET, body));
        world.sender.post(connection.path() + "/named", body, Signer.meta(SECRET, body));
        world.sender.post(connection.path(), body, Map.of("X-Hub-Signature-256", "sha256=00"));
        Await.of(world.until(() -> Future.succeededFuture(lines.requests().size() == 3)));

        var first = lines.requests().get(0);
        assertThat(first.getString("path")).isEqualTo("/in/{ingressKey}");
        assertThat(first.getString("result")).isEqualTo("created");
        assertThat(first.getBoolean("dup")).isFalse();
        assertThat(first.getInteger("sequence")).isEqualTo(1);
        assertThat(first.getString("event_type")).isEqualTo("message.received");
        assertThat(first.getString("connection_id")).isEqualTo(connection.id());
        assertThat(first.getString("tenant_id")).isEqualTo("default");
        assertThat(first.getString("instance_id")).startsWith("ins_");
        assertThat(first.getString("message_id")).matches("[a-p]{16}");

        var second = lines.requests().get(1);
        assertThat(second.getString("path")).isEqualTo("/in/{ingressKey}/*");
        assertThat(second.getString("result")).isEqualTo("duplicate");
        assertThat(second.getBoolean("dup")).isTrue();
        assertThat(second.getString("message_id")).isEqualTo(first.getString("message_id"));
        assertThat(second.getString("event_id")).isEqualTo(first.getString("event_id"));

        assertThat(lines.requests().get(2).getString("result")).isEqualTo("invalid_signature");
        assertThat(String.join("", lines.printed))
                .doesNotContain(connection.key(), SECRET, "16505551234", "15551234567", "wamid", "hello", "named");
    }

    @Test
    void a_body_that_is_too_large_is_noted_at_its_connection() {
        var connection = world.connect("generic", "url", "");
        world.update(connection, "max_body", 1_024);
        world.sender.post(connection.path(), Bodies.large("1", 2_000));
        Await.of(world.until(() -> Future.succeededFuture(lines.requests().size() == 1)));
        assertThat(lines.printed)
                .anyMatch(line -> line.contains("a webhook is larger than its connection takes")
                        && line.contains(connection.id()));
        assertThat(lines.requests().get(0).getString("result")).isEqualTo("too_large");
    }
}
