package dev.angarium.web.client;

import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;

/** Names that resolve as a test says, and ways in which a peer misbehaves. */
final class Peers {
    private Peers() {}

    static Resolver ip(String... addresses) {
        return host -> Future.succeededFuture(java.util.stream.Stream.of(addresses)
                .map(Peers::address)
                .toList());
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (java.net.UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static void resetNow(NetSocket socket) {
        var channel = ((ConnectionBase) socket).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    static void flood(NetSocket socket) {
        var piece = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
        socket.write(piece).onSuccess(written -> flood(socket));
    }
}
