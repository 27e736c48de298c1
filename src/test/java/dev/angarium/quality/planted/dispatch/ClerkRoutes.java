package dev.angarium.quality.planted.dispatch;

import io.vertx.ext.web.RoutingContext;

/** Planted. */
final class ClerkRoutes {
    void answer(RoutingContext http) {
        http.end();
    }
}
