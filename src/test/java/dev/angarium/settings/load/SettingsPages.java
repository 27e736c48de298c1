package dev.angarium.settings.load;

import java.util.List;
import java.util.stream.Collectors;

/** The two pages that are written from the table: {@code conf/angarium.conf} and {@code docs/settings.md}. */
final class SettingsPages {
    private static final int WIDTH = 100;
    private static final String CONF_HEAD =
            """
            # Every setting of Angarium, commented out at its default. Written from the table in the code by
            # scripts/pages; a test compares them.
            #
            # The environment wins over this file. An empty value counts as not set. Durations are a whole number and
            # ms, s, m, h or d; sizes are bytes, or a whole number and KB, MB or GB. A secret may be named by a file
            # instead: KEY_FILE=/path. An unknown key in this file stops the start.
            """;
    private static final String DOCS_HEAD =
            """
            # Settings

            Written from the table in the code by `scripts/pages`; a test compares them.

            Settings come from the environment, then from a file of `KEY=value` lines (`--conf FILE`, else
            `conf/angarium.conf` in the working directory, if it is there), then from the defaults. An empty value counts as
            not set. `--print-config` shows what holds and where it came from.

            Durations are a whole number and `ms`, `s`, `m`, `h` or `d`; sizes are bytes, or a whole number and `KB`, `MB` or
            `GB`. A secret (🔒) may also come from a file: `KEY_FILE=/path`.

            A bad value, a missing required key, an unknown key in the file, or an unknown one in the environment that begins
            with `EVENT_`, `CB_`, `DLQ_`, `MEDIA_` or `CLUSTER_` stops the start with one message that lists all problems.
            Other unknown variables are left alone, with a warning where they look like a setting. `WHATSAPP_MODE`,
            `WHATSAPP_SESSION_STORE_*` and `SUPABASE_*` are retired: accepted with one warning.
            """;

    private SettingsPages() {}

    static String conf() {
        return CONF_HEAD
                + SettingTable.sections().stream()
                        .map(SettingsPages::confSection)
                        .collect(Collectors.joining());
    }

    static String docs() {
        return DOCS_HEAD
                + SettingTable.sections().stream()
                        .map(SettingsPages::docsSection)
                        .collect(Collectors.joining());
    }

    private static String confSection(SettingTable.Section section) {
        var title = "\n# ---- " + section.title() + " ";
        return title + "-".repeat(WIDTH - title.length()) + "\n"
                + section.settings().stream().map(SettingsPages::confEntry).collect(Collectors.joining());
    }

    private static String confEntry(Setting<?> setting) {
        var said =
                setting.defaultInWords().equals(setting.inDev()) ? "" : " Default: " + setting.defaultInWords() + ".";
        return "\n# " + sentence(setting.says()) + said + "\n#" + setting.key() + "=" + setting.inDev() + "\n";
    }

    private static String docsSection(SettingTable.Section section) {
        return "\n## " + section.title() + "\n\n| key | default | meaning |\n| --- | --- | --- |\n"
                + section.settings().stream().map(SettingsPages::docsEntry).collect(Collectors.joining());
    }

    private static String docsEntry(Setting<?> setting) {
        var cells = List.of(
                "`" + setting.key() + "`" + (setting.secret() ? " 🔒" : ""),
                setting.defaultInWords().isEmpty() ? "–" : setting.defaultInWords(),
                setting.says());
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String sentence(String says) {
        return says.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + says.substring(1) + ".";
    }
}
