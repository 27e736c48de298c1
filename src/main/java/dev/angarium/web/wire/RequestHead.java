package dev.angarium.web.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * The head of a request, written as it goes over the wire, so that what is constant is encoded once and copied. Lines
 * are added, never replaced. A value that could end its line is refused.
 */
public final class RequestHead {
    private static final HeaderName HOST = HeaderName.of("host");
    private static final byte[] LENGTH = "content-length: ".getBytes(ISO_8859_1);
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(ISO_8859_1);
    private static final int LONGEST_NUMBER = 20;

    private final int lines;
    private byte[] bytes;
    private int length;

    private RequestHead(byte[] bytes, int length, int lines) {
        this.bytes = bytes;
        this.length = length;
        this.lines = lines;
    }

    /**
     * The request line and Host.
     *
     * @param uri visible ASCII without spaces
     */
    public static RequestHead of(String method, String uri, String host) {
        var line = (method + ' ' + uri).getBytes(ISO_8859_1);
        var first = Arrays.copyOf(line, line.length + VERSION.length);
        System.arraycopy(VERSION, 0, first, line.length, VERSION.length);
        return new RequestHead(first, first.length, first.length).add(HOST, host);
    }

    /** The same so far; both go on apart. */
    public RequestHead copy(int room) {
        return new RequestHead(Arrays.copyOf(bytes, length + room), length, lines);
    }

    /** @throws IllegalArgumentException where the value has control characters, or letters beyond Latin-1 */
    public RequestHead add(HeaderName name, String value) {
        var size = value.length();
        name(name, size);
        var to = bytes;
        var at = length;
        for (var from = 0; from < size; from++) {
            var letter = value.charAt(from);
            if (letter < ' ' && letter != '\t' || letter == 0x7f || letter > 0xff) {
                throw new IllegalArgumentException("a header's value has no control characters");
            }
            to[at++] = (byte) letter;
        }
        length = at;
        return endLine();
    }

    public RequestHead add(HeaderName name, long number) {
        name(name, LONGEST_NUMBER);
        digits(number);
        return endLine();
    }

    /** The lines so far, for whoever wants to look. */
    public HeaderBlock headers() {
        return new HeaderBlock(Arrays.copyOfRange(bytes, lines, length));
    }

    /** Content-Length and the empty line. Nothing can be added afterwards that a peer would take for a header. */
    public RequestHead end(int bodyLength) {
        room(LENGTH.length + LONGEST_NUMBER + 4);
        put(LENGTH);
        digits(bodyLength);
        endLine();
        return endLine();
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void name(HeaderName name, int valueSize) {
        room(name.start().length + valueSize + 4);
        put(name.start());
    }

    private RequestHead endLine() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    private void put(byte[] more) {
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void digits(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("a header's number is not negative");
        }
        var end = length + 1;
        for (var rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        var rest = number;
        for (var at = end - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
