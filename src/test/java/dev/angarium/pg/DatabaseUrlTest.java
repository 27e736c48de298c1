package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.SslMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @Test
    void a_whole_url_is_read() {
        var url = DatabaseUrl.parse("postgresql://me:p%40ss%2Fword@db.example.org:6543/my%20db"
                + "?sslmode=verify-full&sslrootcert=/etc/ca.pem");

        assertThat(url)
                .isEqualTo(new DatabaseUrl(
                        "db.example.org",
                        6543,
                        "my db",
                        "me",
                        "p@ss/word",
                        SslMode.VERIFY_FULL,
                        Optional.of("/etc/ca.pem")));
        assertThat(url.jdbcProperties()).containsEntry("sslmode", "verify-full");
    }

    @Test
    void what_may_be_left_out_has_a_default() {
        assertThat(DatabaseUrl.parse("postgres://me@[::1]/db"))
                .isEqualTo(new DatabaseUrl("::1", 5432, "db", "me", "", SslMode.PREFER, Optional.empty()));
        assertThat(DatabaseUrl.parse("postgres://me@[::1]/db").jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5432/db");
    }

    @Test
    void it_prints_no_password() {
        assertThat(DatabaseUrl.parse("postgres://me:secret@host/db")).hasToString("postgres://me@host:5432/db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "mysql://me:secret@host/db",
                "postgres://me:secret@host",
                "postgres://host/db",
                "postgres://me:sec ret@host/db",
                "postgres://me:secret@host:99999/db",
                "postgres://me:secret@host/db?sslmode=maybe",
                "postgres://me:secret@host/db?pool=3",
                "postgres://me:secret%zz@host/db"
            })
    void what_is_not_a_url_is_refused_without_repeating_it(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("DATABASE_URL")
                .hasMessageNotContaining("sec")
                .hasNoCause();
    }
}
