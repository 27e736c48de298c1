package dev.angarium.ingress;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * How webhooks come in by one route.
 *
 * @param provider whose fixed route it is; empty over a connection's own address, where the connection says
 * @param depth segments of the path that belong to the route; further ones name an event
 */
record Entrance(String provider, int depth) {
    private static final int SEGMENTS_MAX = 8;
    private static final String OWN = "";

    static Entrance ownAddress() {
        return new Entrance(OWN, 2);
    }

    static Entrance fixed(String provider, String template) {
        return new Entrance(
                provider, (int) template.chars().filter(c -> c == '/').count());
    }

    boolean isOwnAddress() {
        return provider.isEmpty();
    }

    /** The path's segments behind the route's, decoded; a bounded number of them. */
    List<String> suffix(String path) {
        var from = 0;
        for (var segment = 0; segment <= depth; segment++) {
            from = path.indexOf('/', from) + 1;
            if (from == 0) {
                return List.of();
            }
        }
        var segments = new ArrayList<String>(2);
        for (var segment : path.substring(from).split("/", SEGMENTS_MAX)) {
            if (!segment.isEmpty()) {
                segments.add(decoded(segment));
            }
        }
        return segments;
    }

    private static String decoded(String segment) {
        return segment.indexOf('%') < 0 ? segment : QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
    }
}
