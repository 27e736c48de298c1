package dev.angarium.web.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
    private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "::1"));

    @Test
    void nobody_is_believed_unless_named() {
        assertThat(new TrustedProxies(List.of()).client("10.0.0.1", "1.2.3.4")).isEqualTo("10.0.0.1");
        assertThat(proxies.client("9.9.9.9", "1.2.3.4")).isEqualTo("9.9.9.9");
    }

    @Test
    void the_last_untrusted_hop_is_the_client() {
        assertThat(proxies.client("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.9.9.9")).isEqualTo("1.2.3.4");
        assertThat(proxies.client("::1", "1.2.3.4")).isEqualTo("1.2.3.4");
    }

    @Test
    void a_hop_that_is_no_address_ends_the_chain() {
        assertThat(proxies.client("10.0.0.1", "1.2.3.4, evil, 10.0.0.2")).isEqualTo("10.0.0.2");
        assertThat(proxies.client("10.0.0.1", "<script>")).isEqualTo("10.0.0.1");
    }
}
