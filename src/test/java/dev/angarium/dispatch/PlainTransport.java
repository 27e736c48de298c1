package dev.angarium.dispatch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeoutException;

/** Posts without the guards, so that a test can tell what is the dispatcher's own. */
public final class PlainTransport implements Transport {
    private final HttpClient http;

    public PlainTransport(Vertx vertx) {
        http = vertx.createHttpClient();
    }

    @Override
    public Future<Answer> post(DeliveryRequest request) {
        var options = new RequestOptions()
                .setAbsoluteURI(request.url())
                .setMethod(HttpMethod.POST)
                .setTimeout(request.timeout().toMillis())
                .setHeaders(request.headers());
        return http.request(options)
                .compose(opened -> opened.send(request.body()))
                .compose(response -> response.body().map(body -> answer(response, body)))
                .recover(failure -> Future.succeededFuture(
                        new Failure(failure instanceof TimeoutException ? "timeout" : "connect")));
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Response(response.statusCode(), response.getHeader("Retry-After"), body.getBytes());
    }
}
