package dev.angarium.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected values were computed with OpenSSL, not with the code under test. */
class SignaturesTest {
    private static final byte[] STANDARD_KEY = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

    private final Signatures signatures = new Signatures();

    @Test
    void the_vector_of_standard_webhooks_is_signed_as_published() {
        var signature = signatures.standard(
                List.of(Signatures.key(STANDARD_KEY)), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, BODY);
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void the_hex_form_signs_the_body_alone() {
        var key = Signatures.key("Jefe".getBytes(UTF_8));
        assertThat(signatures.hex(key, "what do ya want for nothing?".getBytes(UTF_8)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void both_secrets_sign_while_a_rotation_runs_the_new_one_first() {
        var now = Signatures.key("new".getBytes(UTF_8));
        var before = Signatures.key("old".getBytes(UTF_8));
        var both = signatures.standard(List.of(now, before), "evt_1", 5, BODY);
        assertThat(both.split(" "))
                .containsExactly(
                        signatures.standard(List.of(now), "evt_1", 5, BODY),
                        signatures.standard(List.of(before), "evt_1", 5, BODY));
    }
}
