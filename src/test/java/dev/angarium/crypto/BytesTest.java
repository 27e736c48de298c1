package dev.angarium.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @Property(tries = 200)
    void what_is_encoded_is_decoded(@ForAll byte[] bytes) {
        assertThat(Bytes.fromBase64(Base64.getEncoder().encodeToString(bytes))).isEqualTo(bytes);
        assertThat(Bytes.fromBase64Url(Bytes.toBase64Url(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0g", "é0", "0x12", " 12", "12 "})
    void what_is_no_hex_is_nothing(String text) {
        assertThat(Bytes.fromHex(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "=", "====", "A", "AA", "AAA", "AA=A", "A===", "AB==", "AAB=", "AA==AA==", "AA\n=", "-_8="})
    void what_is_no_canonical_base64_is_nothing(String text) {
        assertThat(Bytes.fromBase64(text)).isEmpty();
    }

    @Test
    void nothing_is_not_the_same_secret_as_nothing() {
        assertThat(Bytes.sameSecret(Bytes.NONE, Bytes.NONE)).isFalse();
        assertThat(Bytes.sameSecret(null, null)).isFalse();
        assertThat(Bytes.sameSecret(new byte[] {1}, new byte[] {1})).isTrue();
    }
}
