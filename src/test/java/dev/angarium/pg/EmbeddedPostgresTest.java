package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @Test
    void every_setting_that_keeps_a_commit_is_on(@TempDir Path dir) throws Exception {
        for (int i = 0; i < 3; i++) {
            long t = System.nanoTime();
            var pg = EmbeddedPostgres.start(dir, s -> System.out.println(s));
            System.out.println("start ms " + (System.nanoTime() - t) / 1000000);
            t = System.nanoTime();
            try (var c = DriverManager.getConnection(
                            pg.url().jdbcUrl(), pg.url().jdbcProperties());
                    var r = c.createStatement().executeQuery("select current_setting('fsync')")) {
                r.next();
                assertThat(r.getString(1)).isEqualTo("on");
            }
            System.out.println("use ms " + (System.nanoTime() - t) / 1000000);
            t = System.nanoTime();
            pg.stop();
            System.out.println("stop ms " + (System.nanoTime() - t) / 1000000);
        }
    }
}
