package dev.angarium.observe.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.Set;

/**
 * An exception as its class names, our own frames and the frame that threw. The message is kept where it is ours (our
 * code rules keep data out of exception messages) or made by the JVM without data; a driver's, parser's or client's
 * message may quote what it worked on and is left out.
 */
final class ThrownText {
    private static final String OURS = "dev.angarium.";
    private static final Set<String> HARMLESS = Set.of(
            "java.lang.NullPointerException",
            "java.lang.ClassCastException",
            "java.lang.ArithmeticException",
            "java.lang.IndexOutOfBoundsException",
            "java.lang.ArrayIndexOutOfBoundsException",
            "java.lang.StringIndexOutOfBoundsException",
            "java.lang.NoSuchMethodError",
            "java.lang.NoClassDefFoundError",
            "java.lang.OutOfMemoryError",
            "java.net.BindException");
    private static final int CAUSES = 5;
    private static final int FRAMES = 12;

    private ThrownText() {}

    static String of(IThrowableProxy thrown) {
        var text = new StringBuilder(256);
        var cause = thrown;
        for (var depth = 0; cause != null && depth < CAUSES; depth++) {
            text.append(depth == 0 ? "" : " <- ").append(cause.getClassName());
            message(cause, text);
            frames(cause, text);
            cause = cause.getCause();
        }
        return text.toString();
    }

    private static void message(IThrowableProxy thrown, StringBuilder text) {
        var message = thrown.getMessage();
        var name = thrown.getClassName();
        if (message != null && (name.startsWith(OURS) || HARMLESS.contains(name))) {
            text.append(": ").append(Masks.mask(message));
        }
    }

    private static void frames(IThrowableProxy thrown, StringBuilder text) {
        var frames = thrown.getStackTraceElementProxyArray();
        if (frames == null) {
            return;
        }
        var shown = 0;
        for (var at = 0; at < frames.length && shown < FRAMES; at++) {
            var frame = frames[at].getStackTraceElement();
            if (at == 0 || frame.getClassName().startsWith(OURS)) {
                text.append(" at ").append(frame);
                shown++;
            }
        }
    }
}
