package dev.angarium.observe.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One JSON object a line. Logback's own encoder prints arguments and exception messages as they come; this never. */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final String OURS = "dev.angarium.";
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = new byte[0];
    private static final int LINE_BYTES = 1024;

    /** The second of the last line, as text: most lines share it with the one before. Lines are encoded by one thread. */
    private long second = Long.MIN_VALUE;

    private String secondText = "";

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var json = new JsonText(LINE_BYTES);
        write(event, json);
        return json.toBytes();
    }

    /** Adds the event's line. */
    void write(ILoggingEvent event, JsonText json) {
        json.begin();
        json.field("ts", time(event.getTimeStamp()));
        json.field("level", level(event.getLevel()));
        json.field("logger", event.getLoggerName());
        json.field("message", message(event));
        fields(event, json);
        var thrown = event.getThrowableProxy();
        if (thrown != null) {
            json.field("exception", ThrownText.of(thrown));
        }
        json.end();
    }

    private String time(long millis) {
        var seconds = Math.floorDiv(millis, 1000L);
        if (seconds != second) {
            second = seconds;
            secondText = SECOND.format(Instant.ofEpochSecond(seconds));
        }
        var rest = Math.floorMod(millis, 1000L);
        return secondText + (rest < 10 ? "00" : rest < 100 ? "0" : "") + rest + "Z";
    }

    private static String level(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "ERROR";
            case Level.WARN_INT -> "WARNING";
            case Level.INFO_INT -> "INFO";
            default -> "DEBUG";
        };
    }

    /** Ours are constants; what a library says may carry anything. */
    private static String message(ILoggingEvent event) {
        return isOurs(event) ? String.valueOf(event.getMessage()) : Masks.mask(event.getFormattedMessage());
    }

    private static boolean isOurs(ILoggingEvent event) {
        return event.getLoggerName().startsWith(OURS);
    }

    private static void fields(ILoggingEvent event, JsonText json) {
        var arguments = event.getArgumentArray();
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof Fields fields) {
            fields.forEach(json::field);
        }
    }
}
