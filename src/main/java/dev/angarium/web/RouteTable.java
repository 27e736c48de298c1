package dev.angarium.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path by its segments: a literal wins over a variable, a variable over a rest. Filled before the
 * server starts, read by every loop afterwards.
 */
public final class RouteTable {
    private final Node root = new Node();

    /** What was found for a path. */
    sealed interface Match {
        record Found(Route route, Map<String, String> parameters) implements Match {}

        record WrongMethod(String allowed) implements Match {}

        record Nothing() implements Match {}
    }

    public RouteTable add(Collection<Route> routes) {
        routes.forEach(this::add);
        return this;
    }

    public RouteTable add(Route route) {
        var node = root;
        var names = new ArrayList<String>();
        var segments = segments(route.template());
        for (var segment : segments) {
            if (segment.equals("*")) {
                node = node.child("*");
            } else if (segment.startsWith("{")) {
                names.add(segment.substring(1, segment.length() - 1));
                node = node.child("{}");
            } else {
                node = node.child(segment);
            }
        }
        if (node.routes.put(route.method(), new Entry(route, names)) != null) {
            throw new IllegalArgumentException("two routes for " + route.method() + " " + route.template());
        }
        return this;
    }

    Match find(HttpMethod method, String path) {
        var values = new ArrayList<String>(4);
        var node = find(root, segments(path), 0, values);
        if (node == null) {
            return new Match.Nothing();
        }
        var entry = node.routes.get(method);
        return entry == null ? new Match.WrongMethod(node.allowed()) : found(entry, values);
    }

    private static Match found(Entry entry, List<String> values) {
        if (entry.names.isEmpty()) {
            return new Match.Found(entry.route, Map.of());
        }
        Map<String, String> parameters = new HashMap<>();
        for (var at = 0; at < entry.names.size(); at++) {
            parameters.put(entry.names.get(at), decoded(values.get(at)));
        }
        return new Match.Found(entry.route, parameters);
    }

    private static @Nullable Node find(Node node, List<String> segments, int at, List<String> values) {
        if (at == segments.size()) {
            return node.routes.isEmpty() ? null : node;
        }
        var segment = segments.get(at);
        var literal = node.isLiteral(segment) ? node.children.get(segment) : null;
        var below = literal == null ? null : find(literal, segments, at + 1, values);
        if (below != null) {
            return below;
        }
        var variable = node.children.get("{}");
        if (variable != null && !segment.isEmpty()) {
            values.add(segment);
            below = find(variable, segments, at + 1, values);
            if (below != null) {
                return below;
            }
            values.remove(values.size() - 1);
        }
        return node.children.get("*");
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>(6);
        var from = 1;
        for (var slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(from));
        return segments;
    }

    /** A plus in a path is a plus. */
    private static String decoded(String segment) {
        return segment.indexOf('%') < 0 ? segment : QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
    }

    private record Entry(Route route, List<String> names) {}

    private static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private final Map<HttpMethod, Entry> routes = new HashMap<>();

        Node child(String segment) {
            return children.computeIfAbsent(segment, absent -> new Node());
        }

        boolean isLiteral(String segment) {
            return !segment.equals("{}") && !segment.equals("*");
        }

        String allowed() {
            return routes.keySet().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        }
    }
}
