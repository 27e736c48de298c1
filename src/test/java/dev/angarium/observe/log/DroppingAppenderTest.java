package dev.angarium.observe.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DroppingAppenderTest {
    private static final LoggerContext CONTEXT = new LoggerContext();

    @Test
    void lines_come_out_whole_and_in_order() {
        var out = new ByteArrayOutputStream();
        var appender = appender(out, 8192);
        IntStream.range(0, 5_000)
                .forEach(number -> appender.doAppend(event(Fields.of().count(number))));
        appender.stop();

        var numbers = lines(out).stream().map(line -> line.getInteger("count")).toList();
        assertThat(numbers)
                .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
        assertThat(appender.dropped()).isZero();
    }

    @Test
    void a_standard_output_that_hangs_holds_nobody_up_and_what_is_lost_is_counted() {
        var out = new Hanging();
        var appender = appender(out, 10);
        appender.doAppend(event(Fields.of().count(0)));
        while (!out.entered) {
            Thread.onSpinWait();
        }
        IntStream.range(1, 31)
                .forEach(number -> appender.doAppend(event(Fields.of().count(number))));
        out.hangs = false;
        appender.stop();

        assertThat(appender.dropped()).isEqualTo(20);
        assertThat(lines(out)).hasSize(11);
    }

    @Test
    void a_line_has_its_time_in_utc_with_milliseconds_its_level_and_its_fields() {
        var encoder = new JsonLineEncoder();
        var event = event(Fields.of().status(503).code("a\"b\u00e9").latencyNanos(12_045_999));
        event.setTimeStamp(1_767_225_600_007L);
        var first = line(encoder, event);
        assertThat(first.getString("ts")).isEqualTo("2026-01-01T00:00:00.007Z");
        assertThat(first.getString("level")).isEqualTo("INFO");
        assertThat(first.getInteger("status")).isEqualTo(503);
        assertThat(first.getString("code")).isEqualTo("a\"b\u00e9");
        assertThat(first.getDouble("latency_ms")).isEqualTo(12.045);
        event.setTimeStamp(1_767_225_599_999L);
        assertThat(line(encoder, event).getString("ts")).isEqualTo("2025-12-31T23:59:59.999Z");
        event.setTimeStamp(1_767_225_600_120L);
        assertThat(line(encoder, event).getString("ts")).isEqualTo("2026-01-01T00:00:00.120Z");
    }

    private static DroppingAppender appender(ByteArrayOutputStream out, int queueSize) {
        var appender = new DroppingAppender(out);
        appender.setContext(CONTEXT);
        appender.setQueueSize(queueSize);
        appender.start();
        return appender;
    }

    private static LoggingEvent event(Fields fields) {
        var logger = CONTEXT.getLogger("dev.angarium.Test");
        return new LoggingEvent("", logger, Level.INFO, "sentence", null, new Object[] {fields});
    }

    private static List<JsonObject> lines(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).lines().map(JsonObject::new).toList();
    }

    private static JsonObject line(JsonLineEncoder encoder, LoggingEvent event) {
        return new JsonObject(new String(encoder.encode(event), StandardCharsets.UTF_8));
    }

    /** Does not take what it is given until told. */
    private static final class Hanging extends ByteArrayOutputStream {
        private volatile boolean hangs = true;
        private volatile boolean entered;

        @Override
        public void write(byte @Nullable [] bytes, int from, int length) {
            entered = true;
            while (hangs) {
                Thread.onSpinWait();
            }
            super.write(bytes, from, length);
        }
    }
}
