package dev.angarium.web;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Lives on the event loop of its connection; every way out of a route ends in
 * {@link #answer}, {@link #problem} or {@link #fail}, of which only the first counts.
 */
public final class Exchange {
    private static final Log LOG = Log.of(Exchange.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized(Problem.CONTENT_TYPE);
    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
    private static final String UNMATCHED = "unmatched";

    private final HttpServerRequest request;
    private final Correlation correlation;
    private final String requestId;
    private final String clientAddress;
    private final long startedNanos;
    private final Bodies.Budget budget;
    private String template = UNMATCHED;
    private int maxBody;
    private Map<String, String> parameters = Map.of();
    private @Nullable Fields fields;
    private Bodies.@Nullable Reading reading;

    Exchange(HttpServerRequest request, Identity identity, Bodies.Budget budget) {
        this.request = request;
        this.correlation = identity.correlation();
        this.requestId = identity.requestId();
        this.clientAddress = identity.clientAddress();
        this.startedNanos = identity.startedNanos();
        this.budget = budget;
    }

    /** Who asks, and since when. */
    record Identity(Correlation correlation, String requestId, String clientAddress, long startedNanos) {}

    public HttpServerRequest request() {
        return request;
    }

    public HttpServerResponse response() {
        return request.response();
    }

    public Correlation correlation() {
        return correlation;
    }

    public String requestId() {
        return requestId;
    }

    /** The peer's, or what a trusted proxy says of it. */
    public String clientAddress() {
        return clientAddress;
    }

    /** When the head of the request was complete, by the clock that counts spans. */
    public long startedNanos() {
        return startedNanos;
    }

    /** The route's, or {@code unmatched}. */
    public String template() {
        return template;
    }

    /** A variable segment of the path, decoded. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    public MultiMap headers() {
        return request.headers();
    }

    /** What the access line of this request says besides the usual. */
    public Fields fields() {
        var known = fields;
        if (known == null) {
            known = Fields.of();
            fields = known;
        }
        return known;
    }

    void matched(String routeTemplate, int routeMaxBody, Map<String, String> values) {
        template = routeTemplate;
        maxBody = routeMaxBody;
        parameters = values;
    }

    /** Keeps the body from flowing until {@link #body}; needed where something else is awaited before it is read. */
    public void hold() {
        request.pause();
    }

    /** Reading the request may take this long instead of the usual: for uploads. */
    public void allow(Duration toRead) {
        ConnectionWatch.of(request.connection()).allow(toRead);
    }

    /** The whole body, up to the route's limit; the same Future however often it is asked for. */
    public Future<Buffer> body() {
        return body(maxBody);
    }

    /** The whole body, up to this limit, which may exceed the route's only if asked first. */
    public Future<Buffer> body(int limit) {
        var known = reading;
        if (known == null) {
            known = Bodies.read(request, limit, budget);
            reading = known;
        }
        return known.body();
    }

    public boolean isAnswered() {
        return response().headWritten() || response().closed();
    }

    /** Sends the head and the body; later calls are ignored. */
    public void answer(int status, CharSequence contentType, Buffer body) {
        if (!isAnswered()) {
            response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
            end(status, body);
        }
    }

    public void json(int status, Buffer body) {
        answer(status, JSON, body);
    }

    /** An answer without a body. */
    public void answer(int status) {
        if (!isAnswered()) {
            end(status, Buffer.buffer());
        }
    }

    /** Where nothing more of the body will be read, nothing behind it can be: the connection ends with this answer. */
    private void end(int status, Buffer body) {
        var last = isBodyUnread();
        if (last) {
            response().putHeader(HttpHeaders.CONNECTION, CLOSE);
        }
        response().setStatusCode(status).end(body);
        if (last) {
            ConnectionWatch.of(request.connection()).closeSoon();
        }
    }

    public void problem(Problem problem) {
        if (isAnswered()) {
            return;
        }
        problem.retryAfterSeconds().ifPresent(seconds -> response().putHeader(HttpHeaders.RETRY_AFTER, seconds));
        answer(problem.status(), PROBLEM, problem.toBuffer());
    }

    /** A problem becomes itself; a client that went away nothing; anything else a 500, told once in the log. */
    public void fail(Throwable cause) {
        if (cause instanceof ProblemException expected) {
            problem(expected.problem());
        } else if (!response().closed()) {
            LOG.error("request failed", logged(), cause);
            abort();
        }
    }

    private void abort() {
        if (response().headWritten()) {
            ConnectionWatch.of(request.connection()).cut();
        } else {
            problem(Problem.internal().withDetail("request " + requestId));
        }
    }

    private Fields logged() {
        return Fields.of()
                .requestId(requestId)
                .correlationId(correlation.id())
                .method(request.method().name())
                .path(template);
    }

    /** A body that was announced and is not wholly here, or of which nobody knows where it ends. */
    private boolean isBodyUnread() {
        return !RequestRules.isFramed(request) || (!request.isEnded() && isBodyAnnounced());
    }

    private boolean isBodyAnnounced() {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    void release() {
        if (reading != null) {
            reading.release();
        }
    }
}
