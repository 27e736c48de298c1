package dev.angarium.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;

/**
 * A path template and what serves it. Called on the event loop of the connection, before the body is read.
 *
 * @param template segments, {@code {name}} for one that varies; ends in {@code /*} where it takes all below
 * @param maxBody bytes; 0 where no body is taken. Longer ones are refused before they are read
 */
public record Route(HttpMethod method, String template, int maxBody, Handler<Exchange> handler) {
    public static Route get(String template, Handler<Exchange> handler) {
        return new Route(HttpMethod.GET, template, 0, handler);
    }

    public static Route post(String template, int maxBody, Handler<Exchange> handler) {
        return new Route(HttpMethod.POST, template, maxBody, handler);
    }
}
