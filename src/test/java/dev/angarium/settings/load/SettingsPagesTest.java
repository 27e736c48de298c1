package dev.angarium.settings.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages say what the table says. With {@code -Dpages.write=true} (scripts/pages) they are written instead. */
class SettingsPagesTest {
    @ParameterizedTest
    @CsvSource({"conf/angarium.conf", "docs/settings.md"})
    void a_page_says_what_the_table_says(Path page) throws IOException {
        var text = page.startsWith("conf") ? SettingsPages.conf() : SettingsPages.docs();
        if (Boolean.getBoolean("pages.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        assertThat(page).hasContent(text);
    }

    @Test
    void every_setting_has_a_key_of_its_own_and_a_meaning() {
        assertThat(SettingTable.all()).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(SettingTable.all())
                .allSatisfy(it -> assertThat(it.says()).isNotBlank().doesNotEndWith("."));
    }

    @Test
    void the_conf_file_loads_with_every_line_opened_up() {
        var opened = SettingsPages.conf().lines().map(line -> line.matches("#[A-Z_]+=.*") ? line.substring(1) : line);
        var file = ConfFile.parse("conf", opened.toList());

        assertThat(file.problems()).isEmpty();
        assertThat(file.given().keySet()).isEqualTo(SettingTable.keys());
    }

    @Test
    void the_conf_file_as_it_is_changes_nothing() {
        var outcome = Loading.load(java.util.Map.of(), Optional.of(Path.of("conf/angarium.conf")));

        assertThat(outcome).isInstanceOfSatisfying(LoadOutcome.Loaded.class, loaded -> assertThat(loaded.settings())
                .isEqualTo(Loading.settings()));
    }
}
