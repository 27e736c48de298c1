package dev.angarium.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerIngressTest {
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

    @Test
    void an_envelope_of_the_http_broker_is_kept_and_a_broken_one_refused_with_its_paths() {
        var connection = world.connect("broker", "token", "broker key");
        var known = Map.of("X-API-Key", "broker key");
        var envelope = "{\"id\":\"m1\",\"type\":\"MESSAGE_INBOUND\",\"instanceId\":\"i\",\"payload\":{\"contact\":{},"
                + "\"message\":{\"text\":\"hi\"},\"metadata\":{}}}";
        assertThat(world.sender.post(connection.path(), envelope, known).status())
                .isEqualTo(200);
        var route = "/api/integrations/whatsapp/webhook";
        assertThat(world.sender.post(route, envelope, known).status()).isEqualTo(200);
        var broken = world.sender.post(connection.path(), envelope.replace("contact", "contract"), known);
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.body()).contains("payload.contact");
        assertThat(world.logged(connection)).extracting(row -> row.get("type")).containsExactly("message.received");
    }

    @Test
    void what_the_http_broker_may_ignore_is_answered_and_counted_and_not_kept() {
        var connection = world.connect("broker", "token", "raw key");
        var own =
                "{\"event\":\"WHATSAPP_MESSAGES_UPSERT\",\"data\":{\"messages\":[{\"key\":{\"fromMe\":true,\"id\":\"1\"},"
                        + "\"message\":{\"conversation\":\"x\"}}]}}";
        var ignored =
                "whatsapp_webhook_events_total{payload_type=\"message\",reason=\"raw_inbound_ignored\",result=\"ignored\"}";
        var before = world.metric(ignored);
        var answer = world.sender.post(connection.path(), own, Map.of("X-API-Key", "raw key"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"events\":[]}");
        assertThat(world.metric(ignored)).isEqualTo(before + 1);
        assertThat(world.logged(connection)).isEmpty();
    }
}
