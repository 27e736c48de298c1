package dev.angarium.tenant.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.ProviderSettings;
import dev.angarium.settings.SimpleApiSettings;
import dev.angarium.tenant.Seals;
import dev.angarium.time.ManualTime;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgDefaultsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final Vertx vertx = Vertx.vertx();
    private final Secrets secrets = new Secrets(new SecureRandom());
    private final Seals seals =
            new Seals(new Vault(MasterKey.parse("ab".repeat(32)).orElseThrow(), Optional.empty(), secrets));
    private final PgDefaults defaults = new PgDefaults(DATABASE.pipelinePool(vertx), seals, secrets, new ManualTime());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    private static Object scheme(String id) {
        return String.valueOf(DATABASE.value("select scheme from connection where id = ? and deleted_at is null", id));
    }

    @Test
    void each_secret_of_the_settings_makes_one_connection_however_often_a_node_starts() {
        var all = new ProviderSettings(
                Optional.of("app secret"),
                Optional.of("verify"),
                Optional.of("123"),
                Optional.of("key"),
                Optional.empty(),
                Optional.of("auth token"),
                Optional.of("whatsapp:+14155238886"),
                Optional.of("broker key"),
                false);
        var simple = new SimpleApiSettings(Optional.of("secret"), true, true);
        Await.of(defaults.ensure(all, simple));
        Await.of(defaults.ensure(all, simple));
        assertThat(scheme("default-meta")).isEqualTo("meta");
        assertThat(scheme("default-evolution")).isEqualTo("evolution");
        assertThat(scheme("default-twilio")).isEqualTo("twilio");
        assertThat(scheme("default-broker")).isEqualTo("token");
        assertThat(DATABASE.count("select count(*) from instance where external_id = '+14155238886'"))
                .isOne();
        assertThat(DATABASE.count("select count(*) from connection")).isEqualTo(5);
    }
}
