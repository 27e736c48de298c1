package dev.angarium.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private final Secrets secrets = new Secrets(new SecureRandom());

    @Test
    void each_secret_has_32_random_bytes_in_its_own_form() {
        var webhook = secrets.webhookSecret();
        assertThat(webhook).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(webhook.substring(6))).hasSize(32);
        assertThat(Bytes.fromBase64Url(secrets.ingressKey())).hasSize(32);
        assertThat(secrets.apiKey()).startsWith("angk_").hasSize(5 + 43);
        assertThat(secrets.apiKey()).isNotEqualTo(secrets.apiKey());
    }

    @Test
    void a_mask_shows_little_of_a_long_secret_and_nothing_of_a_short_one() {
        assertThat(Mask.secret("")).isEmpty();
        assertThat(Mask.secret("short")).isEqualTo("****");
        assertThat(Mask.secret("angk_0123456789abcdefghijklmnop")).isEqualTo("****mnop");
    }

    @Test
    void a_masked_address_has_no_credentials() {
        assertThat(Mask.url("postgres://user:pass@db:5432/app?password=x"))
                .isEqualTo("postgres://****@db:5432/app?****");
        assertThat(Mask.url("https://example.org/a@b")).isEqualTo("https://example.org/a@b");
        assertThat(Mask.url("user:p@ss@host")).isEqualTo("****@host");
    }

    @Test
    void a_hash_is_that_of_the_standard() {
        assertThat(Sha256.of("abc")).startsWith(0xba, 0x78, 0x16, 0xbf).hasSize(32);
    }
}
