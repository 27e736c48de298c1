package dev.angarium.observe.log;

import com.google.errorprone.annotations.CompileTimeConstant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only way our code logs: a constant sentence, typed fields, and perhaps the exception that ended something. */
public final class Log {
    private final Logger logger;

    private Log(Logger logger) {
        this.logger = logger;
    }

    public static Log of(Class<?> owner) {
        return new Log(LoggerFactory.getLogger(owner));
    }

    public void debug(@CompileTimeConstant String sentence, Fields fields) {
        logger.debug(sentence, fields);
    }

    /** See {@link #warn(String, Fields, Throwable)}. */
    public void debug(@CompileTimeConstant String sentence, Fields fields, Throwable cause) {
        logger.debug(sentence, fields, cause);
    }

    public void info(@CompileTimeConstant String sentence) {
        logger.info(sentence);
    }

    public void info(@CompileTimeConstant String sentence, Fields fields) {
        logger.info(sentence, fields);
    }

    public void warn(@CompileTimeConstant String sentence) {
        logger.warn(sentence);
    }

    public void warn(@CompileTimeConstant String sentence, Fields fields) {
        logger.warn(sentence, fields);
    }

    public void error(@CompileTimeConstant String sentence, Fields fields) {
        logger.error(sentence, fields);
    }

    /** The exception shows as its class, its causes and our own frames; its message only where it cannot carry data. */
    public void warn(@CompileTimeConstant String sentence, Fields fields, Throwable cause) {
        logger.warn(sentence, fields, cause);
    }

    /** See {@link #warn(String, Fields, Throwable)}. */
    public void error(@CompileTimeConstant String sentence, Fields fields, Throwable cause) {
        logger.error(sentence, fields, cause);
    }

    public boolean isInfo() {
        return logger.isInfoEnabled();
    }
}
