package dev.angarium.settings.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    private static final String KEY = "0f".repeat(32);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void every_problem_is_told_at_once() {
        assertThat(Loading.problems(
                        "ANGARIUM_ENV", "production",
                        "EVENT_BUFFER_SIZE", "0",
                        "EVENT_BATCH_SIZE", "ten",
                        "EVENT_POLL_INTERVAL", "100",
                        "WEBHOOK_TIMEOUT", "61s",
                        "API_MAX_BODY", "1TB",
                        "CB_ENABLED", "yes",
                        "TLS_CERT", "cert.pem",
                        "MEDIA_BUFFER_SIZE", "500",
                        "DELIVERY_LOG", "some"))
                .satisfiesExactlyInAnyOrder(
                        it -> assertThat(it).startsWith("MEDIA_BUFFER_SIZE is not a known setting"),
                        it -> assertThat(it).isEqualTo("EVENT_BUFFER_SIZE must be 1 to 1000000, but is 0"),
                        it -> assertThat(it).startsWith("EVENT_BATCH_SIZE must be a whole number, but is ten"),
                        it -> assertThat(it)
                                .startsWith("EVENT_POLL_INTERVAL must be a duration")
                                .contains("30s"),
                        it -> assertThat(it).isEqualTo("CB_TIMEOUT must be at least WEBHOOK_TIMEOUT"),
                        it -> assertThat(it)
                                .startsWith("API_MAX_BODY must be a size")
                                .contains("3MB"),
                        it -> assertThat(it).startsWith("CB_ENABLED must be true or false"),
                        it -> assertThat(it).isEqualTo("TLS_KEY is missing beside TLS_CERT"),
                        it -> assertThat(it).startsWith("DELIVERY_LOG must be one of all, failures, none"),
                        it -> assertThat(it).isEqualTo("MASTER_KEY is required outside dev"),
                        it -> assertThat(it).startsWith("WEBHOOK_SECRET is required outside dev unless"));
    }

    @Test
    void a_problem_with_a_secret_does_not_show_it() {
        assertThat(Loading.problems("MASTER_KEY", "almost-a-key", "DATABASE_URL", "mysql://me:hunter2@db/x"))
                .hasSize(2)
                .noneSatisfy(it -> assertThat(it).contains("almost"))
                .noneSatisfy(it -> assertThat(it).contains("hunter2"));
    }

    @Test
    void the_environment_wins_over_the_file_and_both_over_the_default() throws IOException {
        var conf = Loading.file(directory, "# a comment", "", "PORT = 4000", "HOST='localhost'", "EVENT_BATCH_MAX=");
        var loaded = (LoadOutcome.Loaded) Loading.load(Map.of("PORT", "5000", "LOG_LEVEL", " "), Optional.of(conf));

        assertThat(loaded.settings().server().port()).isEqualTo(5000);
        assertThat(loaded.settings().server().host()).isEqualTo("localhost");
        assertThat(loaded.settings().pipeline().batchMax()).isEqualTo(500);
        assertThat(loaded.effective())
                .contains(
                        new Effective("PORT", "5000", "environment"),
                        new Effective("HOST", "localhost", conf + ":4"),
                        new Effective("EVENT_BATCH_MAX", "500", "default"),
                        new Effective("LOG_LEVEL", "INFO", "default"));
    }

    @Test
    void a_conf_file_may_not_have_unknown_keys_doubles_or_other_lines() throws IOException {
        var conf = Loading.file(directory, "PROT=4000", "HOST=a", "HOST=b", "hunter2");
        var refused = (LoadOutcome.Refused) Loading.load(Map.of("MASTER_KEY", KEY), Optional.of(conf));

        assertThat(refused.problems())
                .contains(conf + ":4 is no KEY=value line", "HOST stands twice: " + conf + ":2 and " + conf + ":3")
                .anySatisfy(it ->
                        assertThat(it).startsWith("PROT is not a known setting").contains("PORT"))
                .noneSatisfy(it -> assertThat(it).contains("hunter2"));
    }

    @Test
    void a_conf_file_that_is_not_there_stops_the_start() {
        var missing = directory.resolve("missing.conf");

        assertThat(Loading.load(Map.of(), Optional.of(missing)))
                .isEqualTo(new LoadOutcome.Refused(java.util.List.of(missing + " cannot be read as a conf file")));
    }

    @Test
    void an_unknown_key_of_our_families_stops_the_start_and_names_the_nearest() {
        assertThat(Loading.problems("EVENT_BATCH_SIZ", "5", "CLUSTER_ENABLED", "true", "DLQ_", "x", "CB_TIME", "1s"))
                .hasSize(4)
                .anySatisfy(
                        it -> assertThat(it).startsWith("EVENT_BATCH_SIZ is").contains("are EVENT_BATCH_SIZE,"))
                .anySatisfy(
                        it -> assertThat(it).startsWith("CLUSTER_ENABLED is").contains("are CLUSTER_PARTITIONS,"));
    }

    @Test
    void other_unknown_keys_are_left_alone_but_for_a_word_where_they_look_like_ours() {
        var loaded = Loading.loaded(Loading.pairs(
                "PATH",
                "/bin",
                "REDIS_PORT",
                "tcp://10.0.0.1:6379",
                "JAVA_HOME",
                "/usr",
                "LOG_LEVLE",
                "debug",
                "DATABASE_PORT",
                "1"));

        assertThat(loaded.warnings())
                .satisfiesExactly(
                        it -> assertThat(it).startsWith("DATABASE_PORT is not a known setting and has no effect"),
                        it -> assertThat(it).startsWith("LOG_LEVLE").endsWith("the nearest is LOG_LEVEL"));
    }

    @Test
    void retired_keys_are_accepted_with_one_warning() {
        var loaded =
                Loading.loaded(Map.of("WHATSAPP_MODE", "web", "SUPABASE_URL", "x", "WHATSAPP_SESSION_STORE_PATH", "y"));

        assertThat(loaded.warnings())
                .containsExactly("SUPABASE_URL, WHATSAPP_MODE, WHATSAPP_SESSION_STORE_PATH: retired, without effect");
    }

    @Test
    void a_secret_may_come_from_a_file() throws IOException {
        var file = Files.writeString(directory.resolve("key"), KEY + "\n");
        var loaded = Loading.loaded(Map.of("MASTER_KEY_FILE", file.toString()));

        assertThat(loaded.settings().security().masterKey()).contains(KEY);
        assertThat(loaded.effective())
                .contains(new Effective("MASTER_KEY", "********", "environment, MASTER_KEY_FILE"));
        assertThat(loaded.print()).contains("MASTER_KEY=********").doesNotContain(KEY);
    }

    @Test
    void a_secret_has_one_source_and_a_readable_one() {
        assertThat(Loading.problems(
                        "MASTER_KEY", KEY, "MASTER_KEY_FILE", "/nowhere", "WEBHOOK_SECRET_FILE", "/nowhere/either"))
                .containsExactly(
                        "MASTER_KEY and MASTER_KEY_FILE are both set",
                        "WEBHOOK_SECRET cannot be read from the file that WEBHOOK_SECRET_FILE names");
        assertThat(Loading.problems("EVENT_BATCH_SIZE_FILE", "/nowhere")).hasSize(1);
    }

    @Test
    void the_environment_is_production_where_others_reach_the_host() {
        assertThat(Loading.problems("HOST", "0.0.0.0", "SIMPLE_API_ENABLED", "false"))
                .containsExactly("MASTER_KEY is required outside dev");
        assertThat(Loading.settings("HOST", "::1").node().environment()).isEqualTo(Environment.DEV);
    }

    @Test
    void node_env_is_read_where_the_own_key_is_not_set() {
        assertThat(Loading.settings("NODE_ENV", "test", "HOST", "0.0.0.0")
                        .node()
                        .environment())
                .isEqualTo(Environment.DEV);
        assertThat(Loading.settings("NODE_ENV", "production", "ANGARIUM_ENV", "dev")
                        .node()
                        .environment())
                .isEqualTo(Environment.DEV);
        assertThat(Loading.problems("NODE_ENV", "staging")).hasSize(1);
    }

    @Test
    void a_dev_node_that_others_reach_and_short_secrets_are_warned_of() {
        assertThat(Loading.loaded(Map.of("HOST", "0.0.0.0", "ANGARIUM_ENV", "dev"))
                        .warnings())
                .singleElement()
                .satisfies(it -> assertThat(it).startsWith("HOST lets others reach a node in dev"));
        assertThat(Loading.loaded(Map.of(
                                "ANGARIUM_ENV",
                                "production",
                                "MASTER_KEY",
                                KEY,
                                "ADMIN_API_KEY",
                                "abc",
                                "WEBHOOK_SECRET",
                                "d"))
                        .warnings())
                .containsExactly("ADMIN_API_KEY is short enough to guess", "WEBHOOK_SECRET is short enough to guess");
    }

    @Test
    void records_do_not_show_their_secrets() {
        var settings = Loading.settings(
                "MASTER_KEY",
                KEY,
                "WEBHOOK_SECRET",
                "hunter2",
                "DATABASE_URL",
                "postgres://me:hunter2@db/x",
                "META_APP_SECRET",
                "hunter2");

        assertThat(settings.toString()).doesNotContain("hunter2").doesNotContain(KEY);
    }
}
