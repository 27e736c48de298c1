package dev.angarium.web.client;

import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Stable short codes for what Vert.x, Netty and the JDK throw. */
final class Reasons {
    static final String CONNECT = "connect";
    static final String PROTOCOL = "protocol";
    private static final int DEPTH = 5;

    private Reasons() {}

    /** Before anything was written. */
    static String ofConnect(Throwable cause) {
        return isTls(cause) ? "tls" : CONNECT;
    }

    /** Afterwards; null: the peer closed the connection. */
    static String ofExchange(@Nullable Throwable cause) {
        return isTls(cause) ? "tls" : "reset";
    }

    private static boolean isTls(@Nullable Throwable thrown) {
        var cause = thrown;
        for (var depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof SSLException || cause instanceof java.security.GeneralSecurityException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
