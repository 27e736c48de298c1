package dev.angarium.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.regex.Pattern;

/** One keep-alive connection with at most one request under way. On a bare socket: what it costs is not the node's. */
final class Line {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final NetSocket socket;
    private Promise<Reply> reply = Promise.promise();
    private String received = "";

    Line(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::received).closeHandler(closed -> reply.tryFail("the connection ended"));
    }

    Future<Reply> send(Buffer request) {
        reply = Promise.promise();
        received = "";
        socket.write(request).onFailure(reply::tryFail);
        return reply.future();
    }

    private void received(Buffer chunk) {
        received += chunk.toString(ISO_8859_1);
        var head = received.indexOf(END_OF_HEAD);
        if (head < 0) {
            return;
        }
        var body = received.substring(head + END_OF_HEAD.length());
        if (body.length() >= length(received.substring(0, head))) {
            var status = Integer.parseInt(received.substring(9, 12));
            reply.tryComplete(new Reply(status, body));
        }
    }

    private static int length(String head) {
        var found = LENGTH.matcher(head);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
