package dev.angarium.access.api;

import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import dev.angarium.web.Problem.FieldError;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Reads a call's body, where there is one; large ones are parsed off the event loop. */
final class BodyReader {
    private static final int ON_LOOP_MAX = 64 << 10;

    private final Vertx vertx;
    private final StrictJson json;

    BodyReader(Vertx vertx, int maxBytes) {
        this.vertx = vertx;
        this.json = new StrictJson(maxBytes);
    }

    /**
     * A body as it came and as it reads.
     *
     * @param json empty where none was sent
     */
    record Body(byte[] bytes, JsonObject json) {
        static final Body NONE = new Body(new byte[0], new JsonObject());
    }

    /** Whether bytes of a body are to come; they must be held back until they are read. */
    static boolean announced(MultiMap headers) {
        return headers.contains(HttpHeaders.CONTENT_LENGTH) || headers.contains(HttpHeaders.TRANSFER_ENCODING);
    }

    Future<Passage<Body>> read(Exchange exchange, Endpoint endpoint) {
        if (!announced(exchange.headers())) {
            return Future.succeededFuture(checked(endpoint, Body.NONE));
        }
        if (exchange.isAnswered()) { // the client is gone: what is held for it must not be read any more
            return Future.succeededFuture(Passage.shut(Problem.badRequest("The client went away")));
        }
        if (!isEmpty(exchange.headers()) && !isJson(exchange.headers())) {
            return Future.succeededFuture(Passage.shut(Problem.contentType()));
        }
        return exchange.body().compose(this::parsed).map(passage -> checked(endpoint, passage));
    }

    private Future<Passage<Body>> parsed(Buffer body) {
        if (body.length() == 0) {
            return Future.succeededFuture(new Passage.Open<>(Body.NONE));
        }
        var bytes = body.getBytes();
        return bytes.length <= ON_LOOP_MAX
                ? Future.succeededFuture(parsed(bytes))
                : vertx.executeBlocking(() -> parsed(bytes), false);
    }

    private Passage<Body> parsed(byte[] bytes) {
        var read = json.read(bytes);
        return read instanceof Passage.Open<JsonObject> open
                ? new Passage.Open<>(new Body(bytes, open.found()))
                : new Passage.Shut<>(((Passage.Shut<JsonObject>) read).reply());
    }

    private static Passage<Body> checked(Endpoint endpoint, Passage<Body> passage) {
        return passage instanceof Passage.Open<Body> open ? checked(endpoint, open.found()) : passage;
    }

    /** Where none is taken, an empty object is none; its fields would be unknown ones. */
    private static Passage<Body> checked(Endpoint endpoint, Body body) {
        return switch (endpoint.body()) {
            case NONE -> body.json().isEmpty() ? new Passage.Open<>(body) : Passage.shut(unknown(body.json()));
            case OPTIONAL -> new Passage.Open<>(body);
            case REQUIRED ->
                body.bytes().length > 0
                        ? new Passage.Open<>(body)
                        : Passage.shut(Problem.invalid("body", "must be given"));
        };
    }

    private static Problem unknown(JsonObject body) {
        return Problem.invalid(body.fieldNames().stream()
                .map(name -> new FieldError(name, "is not known here"))
                .toList());
    }

    private static boolean isEmpty(MultiMap headers) {
        return "0".equals(headers.get(HttpHeaders.CONTENT_LENGTH));
    }

    /** {@code application/json}, or a kind of it such as {@code application/merge-patch+json}. */
    private static boolean isJson(MultiMap headers) {
        var header = headers.get(HttpHeaders.CONTENT_TYPE);
        if (header == null) {
            return false;
        }
        var end = header.indexOf(';');
        var type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.startsWith("application/") && type.endsWith("+json");
    }
}
