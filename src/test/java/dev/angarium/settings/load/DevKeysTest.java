package dev.angarium.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.angarium.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevKeysTest {
    private final DevKeys keys = new DevKeys(new SecureRandom());

    @TempDir
    private Path directory = Path.of("");

    @Test
    void the_first_start_makes_them_and_later_ones_find_them() throws IOException {
        var first = keys.keep(dev());
        var later = keys.keep(dev());

        assertThat(first.made()).hasSize(3);
        assertThat(first.adminKeyIsNew()).isTrue();
        assertThat(later.made()).isEmpty();
        assertThat(later.adminKeyIsNew()).isFalse();
        assertThat(later.adminKeyFile()).contains(data().resolve("admin.key"));
        assertThat(later.settings()).isEqualTo(first.settings());
        assertThat(later.settings().security().masterKey())
                .hasValueSatisfying(it -> assertThat(it).matches("[0-9a-f]{64}"));
    }

    @Test
    void each_is_another_one_and_only_the_owner_reads_it() throws IOException {
        var made = keys.keep(dev()).made();

        assertThat(made)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("master.key", "webhook.secret", "admin.key");
        assertThat(made).extracting(Files::readString).doesNotHaveDuplicates();
        assertThat(made)
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        try (var files = Files.list(data())) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void a_key_that_was_set_is_not_made() throws IOException {
        var kept = keys.keep(Loading.settings(
                "DATA_DIR", data().toString(), "ADMIN_API_KEY", "mine", "MASTER_KEY", "0f".repeat(32)));

        assertThat(kept.made()).containsExactly(data().resolve("webhook.secret"));
        assertThat(kept.adminKeyFile()).isEmpty();
        assertThat(kept.settings().security().adminKey()).contains("mine");
    }

    @Test
    void production_makes_none() throws IOException {
        var settings = Loading.settings(
                "ANGARIUM_ENV", "production", "MASTER_KEY", "0f".repeat(32), "SIMPLE_API_ENABLED", "false");

        assertThat(keys.keep(settings)).isEqualTo(new DevKeys.Kept(settings, java.util.List.of(), Optional.empty()));
    }

    @Test
    void a_damaged_key_is_named_and_never_replaced() throws IOException {
        keys.keep(dev());
        Files.writeString(data().resolve("master.key"), "half");

        assertThatThrownBy(() -> keys.keep(dev()))
                .hasMessageContaining("damaged")
                .hasMessageContaining("MASTER_KEY");
    }

    private Settings dev() {
        return Loading.settings("DATA_DIR", data().toString());
    }

    private Path data() {
        return directory.resolve("deep").resolve("data");
    }
}
