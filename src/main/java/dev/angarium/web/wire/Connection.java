package dev.angarium.web.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is open, with at most one exchange at a time. Belongs to its event loop. It stands in the channel's
 * pipeline before Vert.x' own handler, which keeps closing the channel but sees no bytes.
 *
 * <p>It is cut at the channel, past the pipeline: a graceful close waits for what is still to be written, which with a
 * peer that does not read is forever.
 */
public final class Connection extends ChannelInboundHandlerAdapter {
    private final InetAddress address;
    private final Keeper keeper;
    private final AnswerParser parser;
    private final byte[] scratch;
    private @Nullable ChannelHandlerContext channel;
    private @Nullable Exchange exchange;
    private @Nullable Throwable trouble;
    private boolean begun;
    private boolean gone;
    private long freeSince;

    /** @param scratch to read through; may be shared by all connections of one event loop */
    public Connection(InetAddress address, Keeper keeper, AnswerParser parser, byte[] scratch) {
        this.address = address;
        this.keeper = keeper;
        this.parser = parser;
        this.scratch = scratch;
    }

    public InetAddress address() {
        return address;
    }

    /** Monotonic nanoseconds, the keeper's own mark. */
    public long freeSince() {
        return freeSince;
    }

    public void freeSince(long nanos) {
        freeSince = nanos;
    }

    /** Whether something can be written to it, as far as is known here. */
    public boolean isOpen() {
        return !gone && channel != null && channel.channel().isActive();
    }

    /**
     * Writes a request as one piece. Not while another exchange is under way, and only while it is open.
     *
     * @param head ended
     */
    public void exchange(Exchange next, RequestHead head, byte[] body, int keep, boolean toHead) {
        var to = channel;
        if (to == null || exchange != null) {
            throw new IllegalStateException("a connection has one exchange at a time");
        }
        exchange = next;
        begun = false;
        parser.start(keep, toHead);
        var request = to.alloc().ioBuffer(head.length() + body.length);
        request.writeBytes(head.bytes(), 0, head.length()).writeBytes(body);
        to.writeAndFlush(request, to.voidPromise());
    }

    /** Ends the exchange and the connection. @return the answer as far as it came, null where there is no status */
    public @Nullable Answer giveUp() {
        exchange = null;
        var partial = parser.hasHead() ? parser.answer() : null;
        cut();
        return partial;
    }

    /** Closes it at once. */
    public void cut() {
        leave();
        var open = channel;
        if (open != null) {
            var first = open.pipeline().firstContext();
            if (first != null) {
                first.close();
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (message instanceof ByteBuf bytes) {
            try {
                read(bytes);
            } finally {
                bytes.release();
            }
        } else {
            from.fireChannelRead(message);
        }
    }

    private void read(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (exchange == null) {
                cut(); // nobody asked
                return;
            }
            var count = Math.min(bytes.readableBytes(), scratch.length);
            bytes.readBytes(scratch, 0, count);
            var taken = parser.feed(scratch, 0, count);
            if (parser.isOver()) {
                over(exchange, taken == count && !bytes.isReadable());
                return;
            }
        }
        if (!begun && exchange != null && parser.hasHead()) {
            begun = true;
            exchange.begun();
        }
    }

    private void over(Exchange ended, boolean nothingLeft) {
        exchange = null;
        if (parser.isRefused()) {
            cut();
            ended.refused();
            return;
        }
        var answer = parser.answer();
        if (nothingLeft && parser.leavesConnection() && isOpen() && isWritten()) {
            keeper.free(this);
        } else {
            cut();
        }
        ended.answered(answer);
    }

    /** An answer may come before the request is out: then what is left of it must not meet the next. */
    private boolean isWritten() {
        var waiting = channel == null ? null : channel.channel().unsafe().outboundBuffer();
        return waiting != null && waiting.isEmpty();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        ended();
        from.fireChannelInactive();
    }

    private void ended() {
        leave();
        var open = exchange;
        exchange = null;
        if (open == null) {
            return;
        }
        parser.end();
        if (parser.hasHead()) {
            open.answered(parser.answer());
        } else {
            open.broke(trouble);
        }
    }

    /** Whatever it is, the connection is of no use any more. */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (trouble == null) {
            trouble = cause;
        }
        cut();
    }

    private void leave() {
        if (!gone) {
            gone = true;
            keeper.gone(this);
        }
    }
}
