package dev.angarium.web;

import dev.angarium.time.Time;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * Sits behind the decoder of one connection and knows where in a request it is. Vert.x has an idle time-out only, which
 * one byte a second defeats, and shows a request once its head is complete; this sees the first byte of a head too (a
 * read that ends without a message). Also the one door to Netty's channel: Vert.x closes gracefully only, after all is
 * written, which with a client that does not read is never.
 *
 * <p>Lives on the connection's event loop; {@link #sweep} is called from there.
 */
final class ConnectionWatch extends ChannelDuplexHandler {
    private static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf(ConnectionWatch.class, "watch");
    private static final DecoderResult UNKNOWN_VERSION =
            DecoderResult.failure(new IllegalArgumentException("unknown HTTP version"));
    private static final long NEVER = Long.MIN_VALUE;

    private final Channel channel;
    private final Time time;
    private final HttpLimits limits;
    private boolean progress;
    private long requestSince = NEVER;
    private long readLimit;
    private int answersDue;
    private long lastChange;
    private long stalledSince = NEVER;
    private long closeAt = NEVER;
    private boolean finishing;

    private ConnectionWatch(Channel channel, Time time, HttpLimits limits) {
        this.channel = channel;
        this.time = time;
        this.limits = limits;
        this.readLimit = limits.read().toNanos();
        this.lastChange = time.nanos();
    }

    /** Begins to watch a connection that has just been accepted. */
    static ConnectionWatch over(HttpConnection connection, Time time, HttpLimits limits) {
        var channel = ((ConnectionBase) connection).channel();
        var watch = new ConnectionWatch(channel, time, limits);
        channel.pipeline().addBefore("handler", "watch", watch);
        channel.attr(KEY).set(watch);
        return watch;
    }

    static ConnectionWatch of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().attr(KEY).get();
    }

    /** The request being read may take this long in all, instead of the limit for every one. */
    void allow(Duration reading) {
        readLimit = reading.toNanos();
    }

    /**
     * Reads no further, not even what is here already; the answer just written stays readable for a moment, then the
     * connection is closed.
     */
    void closeSoon() {
        channel.config().setAutoRead(false);
        closeAt = time.nanos() + limits.linger().toNanos();
    }

    /** The server stops: closes once every request that came is answered, at once where none is under way. */
    void finish() {
        finishing = true;
        if (answersDue == 0 && requestSince == NEVER) {
            cut();
        }
    }

    /** Closes the connection now, whatever is still to be written. */
    void cut() {
        var position = channel.pipeline().context(this);
        if (position != null) {
            position.close();
        }
    }

    /**
     * Cuts the connection where a limit is exceeded.
     *
     * @param idle how long it may be without a request just now
     */
    void sweep(long now, Duration idle) {
        if (isOver(now, idle)) {
            cut();
        }
    }

    private boolean isOver(long now, Duration idle) {
        if (closeAt != NEVER) {
            return now >= closeAt;
        }
        if (requestSince != NEVER && channel.config().isAutoRead()) {
            return now - requestSince >= readLimit;
        }
        if (stalledSince != NEVER) {
            return now - stalledSince >= limits.stalled().toNanos();
        }
        var patience = answersDue > 0 ? limits.answer() : idle;
        return now - lastChange >= patience.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closeAt != NEVER) {
            ReferenceCountUtil.release(message);
            return;
        }
        progress = true;
        if (message instanceof HttpRequest request) {
            requireKnownVersion(request);
            beginRequest();
        }
        if (message instanceof LastHttpContent) {
            requestSince = NEVER;
            lastChange = time.nanos();
        }
        context.fireChannelRead(message);
    }

    /** Of a version unknown to it Vert.x says 501 in that same version; it is a malformed request like any other. */
    private static void requireKnownVersion(HttpRequest request) {
        var version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1).setDecoderResult(UNKNOWN_VERSION);
        }
    }

    private void beginRequest() {
        readLimit = limits.read().toNanos();
        answersDue++;
        if (requestSince == NEVER) {
            requestSince = time.nanos();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!progress && requestSince == NEVER && answersDue == 0) {
            requestSince = time.nanos();
        }
        progress = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        lastChange = time.nanos();
        if (message instanceof LastHttpContent && !isInterim(message)) {
            answersDue = Math.max(0, answersDue - 1);
            if (finishing && answersDue == 0) {
                context.write(message, promise.unvoid()).addListener(written -> cut());
                return;
            }
        }
        context.write(message, promise);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        stalledSince = channel.isWritable() ? NEVER : time.nanos();
        context.fireChannelWritabilityChanged();
    }
}
