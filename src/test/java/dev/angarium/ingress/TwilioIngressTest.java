package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.crypto.Hmac;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwilioIngressTest {
    private static final String TOKEN = "an auth token";
    private static final String FORM =
            "MessageSid=SM1&From=whatsapp%3A%2B5511987654321&To=whatsapp%3A%2B14155238886&Body=hi";
    private static final String SIGNED = "BodyhiFromwhatsapp:+5511987654321MessageSidSM1Towhatsapp:+14155238886";

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

    private static int post(String path, String token) {
        var signed = (IngressWorld.PUBLIC_URL + path + SIGNED).getBytes(UTF_8);
        var signature = new Hmac(Hmac.Algorithm.SHA1, token.getBytes(UTF_8)).sign(signed);
        var headers = Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Twilio-Signature",
                Base64.getEncoder().encodeToString(signature));
        return world.sender.post(path, FORM.getBytes(UTF_8), headers).status();
    }

    @Test
    void a_signed_form_is_kept_once_and_answered_204() {
        var connection = world.connect("twilio", "twilio", TOKEN);
        assertThat(post(connection.path(), "another token")).isEqualTo(401);
        assertThat(world.logged(connection)).isEmpty();
        assertThat(post(connection.path(), TOKEN)).isEqualTo(204);
        assertThat(post(connection.path(), TOKEN)).isEqualTo(204);
        assertThat(world.logged(connection)).hasSize(1);
    }
}
