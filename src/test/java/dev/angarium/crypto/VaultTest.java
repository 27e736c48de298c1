package dev.angarium.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VaultTest {
    private static final MasterKey OLD = MasterKey.parse("01".repeat(32)).orElseThrow();
    private static final MasterKey NEW = MasterKey.parse("a2".repeat(32)).orElseThrow();
    private static final SealedPlace PLACE = new SealedPlace("tenant", "row", "secret");
    private static final byte[] PLAIN = "a secret".getBytes(UTF_8);

    private final Secrets random = new Secrets(new SecureRandom());
    private final Vault before = new Vault(OLD, Optional.empty(), random);
    private final Vault during = new Vault(NEW, Optional.of(OLD), random);
    private final Vault after = new Vault(NEW, Optional.empty(), random);

    @Test
    void what_was_sealed_opens_in_its_place_only() {
        var sealed = before.seal(PLACE, PLAIN);
        assertThat(plain(before.open(PLACE, sealed))).isEqualTo(PLAIN);
        assertThat(before.open(new SealedPlace("other", "row", "secret"), sealed))
                .isInstanceOf(Opened.Broken.class);
        assertThat(before.open(new SealedPlace("tenantr", "ow", "secret"), sealed))
                .isInstanceOf(Opened.Broken.class);
        assertThat(before.open(new SealedPlace("tenant", "row", "token"), sealed))
                .isInstanceOf(Opened.Broken.class);
    }

    @Test
    void the_same_value_is_never_sealed_alike() {
        assertThat(before.seal(PLACE, PLAIN)).isNotEqualTo(before.seal(PLACE, PLAIN));
    }

    @Test
    void each_changed_bit_breaks_the_seal() {
        var sealed = before.seal(PLACE, PLAIN);
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(before.open(PLACE, changed)).isNotInstanceOf(Opened.Plain.class);
        }
        assertThat(before.open(PLACE, new byte[0])).isInstanceOf(Opened.Broken.class);
    }

    @Test
    void a_rotation_opens_with_both_keys_and_says_what_to_seal_again() {
        var old = before.seal(PLACE, PLAIN);
        assertThat(during.open(PLACE, old)).isInstanceOfSatisfying(Opened.Plain.class, plain -> {
            assertThat(plain.stale()).isTrue();
            assertThat(plain.bytes()).isEqualTo(PLAIN);
        });
        var renewed = during.seal(PLACE, PLAIN);
        assertThat(during.open(PLACE, renewed))
                .isInstanceOfSatisfying(
                        Opened.Plain.class, plain -> assertThat(plain.stale()).isFalse());
        assertThat(plain(after.open(PLACE, renewed))).isEqualTo(PLAIN);
        assertThat(after.open(PLACE, old)).isInstanceOf(Opened.UnknownKey.class);
    }

    @Test
    void a_master_key_has_64_hex_digits() {
        assertThat(MasterKey.parse("01".repeat(31))).isEmpty();
        assertThat(MasterKey.parse("zz".repeat(32))).isEmpty();
        assertThat(MasterKey.parse("")).isEmpty();
        assertThat(OLD.toString()).doesNotContain("0101");
    }

    private static byte[] plain(Opened opened) {
        assertThat(opened).isInstanceOf(Opened.Plain.class);
        return ((Opened.Plain) opened).bytes();
    }
}
