package dev.angarium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void print_config_shows_every_value_and_its_origin_and_makes_nothing() throws IOException {
        var conf = Files.writeString(directory.resolve("node.conf"), "PORT=4000\nADMIN_API_KEY=hunter2\n");
        var data = directory.resolve("data");

        assertThat(run(Map.of("DATA_DIR", data.toString()), "--print-config", "--conf", conf.toString()))
                .isZero();
        assertThat(out.toString())
                .containsPattern("PORT=4000 +# .*node.conf:1")
                .containsPattern("DATA_DIR=" + data + " +# environment")
                .containsPattern("EVENT_BUFFER_SIZE=1000 +# default")
                .contains("ADMIN_API_KEY=********")
                .doesNotContain("hunter2");
        assertThat(data).doesNotExist();
    }

    @Test
    void wrong_settings_are_all_told_on_the_error_output() {
        assertThat(run(Map.of("PORT", "x", "EVENT_BUFFER_SIZE", "0"), "--print-config"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("PORT must").contains("EVENT_BUFFER_SIZE must");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_warning_does_not_stop_it() {
        assertThat(run(Map.of("WHATSAPP_MODE", "web"), "--print-config")).isZero();
        assertThat(err.toString()).startsWith("warning: WHATSAPP_MODE: retired");
    }

    @Test
    void it_says_its_version_and_its_options() {
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(out.toString())
                .contains("angarium")
                .contains("--print-config")
                .contains("--conf");
        assertThat(run(Map.of(), "--nonsense")).isEqualTo(2);
    }

    @Test
    void a_data_directory_that_cannot_be_written_is_one_clear_line() throws IOException {
        var file = Files.createFile(directory.resolve("not-a-directory"));

        assertThat(run(Map.of("DATA_DIR", file.toString()))).isEqualTo(1);
        assertThat(err.toString()).startsWith("Angarium cannot start: ").hasLineCount(1);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return Main.command(environment, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }
}
