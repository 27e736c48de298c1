package dev.angarium.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a body ends is certain, or nothing of its connection is read. */
class IngressFramingTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static IngressWorld world;

    @BeforeAll
    static void start() {
        world = new IngressWorld(database, Rules.usual());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xchunked", "identity", "gzip, chunked", "\"chunked\"", "chunked, chunked"})
    void a_request_in_the_body_of_an_unknown_coding_is_not_served(String coding) {
        var connection = world.connect("generic", "url", "");
        var body = Bodies.generic("hidden", "1");
        var answers = exchange("POST /webhook HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n"
                + "POST " + connection.path() + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
        assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.");
        assertThat(world.logged(connection)).isEmpty();
    }

    /** All that comes back until the server closes. */
    private static String exchange(String bytes) {
        var closed = Promise.<String>promise();
        var answers = Buffer.buffer();
        world.vertx
                .createNetClient()
                .connect(world.sender.port, "127.0.0.1")
                .onSuccess(socket -> socket.handler(answers::appendBuffer)
                        .closeHandler(end -> closed.tryComplete(answers.toString()))
                        .write(bytes))
                .onFailure(closed::tryFail);
        return Await.of(closed.future());
    }
}
