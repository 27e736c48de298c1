package dev.angarium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.settings.load.DevKeys;
import dev.angarium.settings.load.LoadOutcome;
import dev.angarium.settings.load.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WelcomeTest {
    private static final Path FILE = Path.of("/data/admin.key");

    @Test
    void the_start_that_made_the_admin_key_shows_it() {
        assertThat(text(Map.of(), List.of(FILE), Optional.of(FILE)))
                .contains("listens at http://127.0.0.1:4711", "hunter2", "kept in /data/admin.key");
    }

    @Test
    void later_starts_say_where_it_is() {
        assertThat(text(Map.of(), List.of(), Optional.of(FILE)))
                .contains("Admin key: kept in /data/admin.key")
                .doesNotContain("hunter2");
    }

    @Test
    void a_key_that_was_set_is_never_shown() {
        assertThat(text(Map.of("HOST", "0.0.0.0"), List.of(), Optional.empty()))
                .contains("http://localhost:4711/health/ready")
                .doesNotContain("hunter2")
                .doesNotContain("Admin key");
    }

    @Test
    void an_ipv6_address_is_written_as_a_url_has_it() {
        assertThat(text(Map.of("HOST", "::1"), List.of(), Optional.empty())).contains("http://[::1]:4711/");
    }

    @Test
    void in_dev_it_shows_how_to_see_a_first_delivery() {
        assertThat(text(Map.of("WEBHOOK_SECRET", "hush"), List.of(), Optional.of(FILE)))
                .contains("/v1/webhooks -H \"Authorization: Bearer $(cat '/data/admin.key')\"")
                .contains("-H 'X-Signature: 09d3cd02")
                .contains("\"message_id\":\"sample-42\"")
                .doesNotContain("hush");
    }

    @Test
    void in_production_it_shows_none_of_that() {
        var production = Map.of("ANGARIUM_ENV", "production", "MASTER_KEY", "ab".repeat(32), "WEBHOOK_SECRET", "hush");
        assertThat(text(production, List.of(), Optional.empty())).doesNotContain("/v1/webhooks", "X-Signature");
    }

    private static String text(Map<String, String> environment, List<Path> made, Optional<Path> adminKeyFile) {
        var all = new HashMap<>(Map.of("ADMIN_API_KEY", "hunter2", "ANGARIUM_ENV", "dev"));
        all.putAll(environment);
        var loaded = (LoadOutcome.Loaded) new SettingsLoader(all, "node-1").load(Optional.empty());
        return new Welcome(new DevKeys.Kept(loaded.settings(), made, adminKeyFile), 4711, 42).text();
    }
}
