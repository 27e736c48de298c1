package dev.angarium.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacTest {
    /** RFC 2202 and RFC 4231, the case of the key "Jefe". */
    @ParameterizedTest
    @CsvSource({
        "SHA1, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "SHA256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "SHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    })
    void a_known_message_has_its_known_signature(Hmac.Algorithm algorithm, String expected) {
        var hmac = new Hmac(algorithm, "Jefe".getBytes(UTF_8));
        var message = "what do ya want for nothing?".getBytes(UTF_8);
        assertThat(HexFormat.of().formatHex(hmac.sign(message))).isEqualTo(expected);
        assertThat(hmac.verify(message, Bytes.fromHex(expected))).isTrue();
        assertThat(hmac.verify("what do ya want for nothing!".getBytes(UTF_8), Bytes.fromHex(expected)))
                .isFalse();
    }
}
