package dev.angarium.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One connection to the node, on which any bytes can be sent. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    /** After the first bytes of an answer: how long the rest of it, or an answer that must not come, may take. */
    private static final int QUIET_MILLIS = 300;

    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");

    private final Socket socket;

    Wire(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * What came back.
     *
     * @param closed whether the node ended the connection, instead of waiting for more
     */
    record Reply(String text, boolean closed) {
        List<Integer> statuses() {
            return STATUS.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .map(line -> Integer.parseInt(line.substring(9, 12)))
                    .toList();
        }
    }

    /** Sends this on a connection of its own. */
    static Reply exchange(int port, String bytes) {
        try (var wire = new Wire(port)) {
            wire.send(bytes.getBytes(ISO_8859_1));
            return wire.reply();
        }
    }

    /** A node that has refused already reads no more; what it said tells, not that it hung up. */
    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException refused) {
            // the reply is still to be read
        }
    }

    /** Takes one answer that comes in one piece, whatever it says. */
    void drain() {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (read(new byte[64 << 10]) < 0) {
                throw new IllegalStateException("the node ended the connection");
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** All that comes until the node closes or says no more. */
    Reply reply() {
        var text = new ByteArrayOutputStream();
        try {
            var piece = new byte[64 << 10];
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (var count = read(piece); count >= 0; count = read(piece)) {
                text.write(piece, 0, count);
                socket.setSoTimeout(saysClose(text) ? PATIENCE_MILLIS : QUIET_MILLIS);
            }
            return new Reply(text.toString(ISO_8859_1), true);
        } catch (SocketTimeoutException open) {
            return new Reply(text.toString(ISO_8859_1), false);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Then the answer stays readable for a moment, and the end comes later. */
    private static boolean saysClose(ByteArrayOutputStream text) {
        return text.toString(ISO_8859_1).toLowerCase(Locale.ROOT).contains("connection: close");
    }

    /** A reset is an end like any other; -1. */
    private int read(byte[] piece) throws IOException {
        try {
            return socket.getInputStream().read(piece);
        } catch (SocketTimeoutException open) {
            throw open;
        } catch (IOException reset) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
