package dev.angarium.observe.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process's log as a whole: its level, what it lost, its end. */
public final class Logging {
    private final LoggerContext context;

    public Logging() {
        context = (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /** Applies LOG_LEVEL to our own lines; libraries speak from WARNING on, and never less than we do. */
    public void level(String level) {
        var wanted =
                switch (level.toUpperCase(Locale.ROOT)) {
                    case "DEBUG" -> Level.DEBUG;
                    case "INFO" -> Level.INFO;
                    case "WARNING" -> Level.WARN;
                    case "ERROR" -> Level.ERROR;
                    default -> throw new IllegalArgumentException("LOG_LEVEL is DEBUG, INFO, WARNING or ERROR");
                };
        context.getLogger("dev.angarium").setLevel(wanted);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(wanted == Level.ERROR ? Level.ERROR : Level.WARN);
    }

    /** Lines lost since the start because standard output did not keep up. */
    public long dropped() {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        return StreamSupport.stream(
                        ((Iterable<ch.qos.logback.core.Appender<ch.qos.logback.classic.spi.ILoggingEvent>>)
                                        root::iteratorForAppenders)
                                .spliterator(),
                        false)
                .filter(DroppingAppender.class::isInstance)
                .mapToLong(appender -> ((DroppingAppender) appender).dropped())
                .sum();
    }

    /** Writes out what is queued, for at most a second, and ends. Call it last, off the event loop. */
    public void stop() {
        context.stop();
    }
}
