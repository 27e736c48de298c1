package dev.angarium.web.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Asks for the addresses of a name. */
@FunctionalInterface
public interface Resolver {
    /** All of them, on the caller's context; fails where there is none. */
    Future<List<InetAddress>> resolve(String host);

    /** Vert.x' own resolver, which never blocks. Its public face gives one address only, so its inner one is asked. */
    static Resolver of(Vertx vertx) {
        var names = ((VertxInternal) vertx).nameResolver();
        return host -> {
            var context = (ContextInternal) vertx.getOrCreateContext();
            var promise = context.<List<InetSocketAddress>>promise();
            names.resolveAll(context.nettyEventLoop(), host).addListener(promise);
            return promise.future()
                    .map(found ->
                            found.stream().map(InetSocketAddress::getAddress).toList());
        };
    }
}
