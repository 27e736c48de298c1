package dev.angarium.web.client;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Stable short codes for what Vert.x, Netty and the JDK throw. */
final class Reasons {
    static final String CONNECT = "connect";
    private static final int DEPTH = 5;

    private Reasons() {}

    /** Before anything was written. */
    static String ofConnect(Throwable cause) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            return "busy";
        }
        return isTls(cause) ? "tls" : CONNECT;
    }

    /** Afterwards. */
    static String ofExchange(Throwable cause) {
        if (isTls(cause)) {
            return "tls";
        }
        return isProtocol(cause) ? "protocol" : "reset";
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

    private static boolean isProtocol(Throwable cause) {
        return cause instanceof DecoderException
                || cause instanceof TooLongFrameException
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException;
    }
}
