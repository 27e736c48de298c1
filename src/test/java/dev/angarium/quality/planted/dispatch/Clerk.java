package dev.angarium.quality.planted.dispatch;

import io.vertx.ext.web.RoutingContext;

/** Planted. */
final class Clerk {
    void answer(RoutingContext http) {
        http.end();
    }
}
