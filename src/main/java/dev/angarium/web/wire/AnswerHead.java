package dev.angarium.web.wire;

import java.util.Arrays;

/** The head of an answer, collected byte by byte and judged line by line. */
final class AnswerHead {
    static final long NO_LENGTH = -1;

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int STATUS_LINE_MAX = 4096;
    private static final int STATUS_AT = PROTOCOL.length + 2;
    private static final int DIGITS_MAX = 15;

    private final int max;
    private byte[] bytes = new byte[256];
    private int length;
    private int lineAt;
    private int headersAt;
    private int left;
    private int status;
    private long contentLength;
    private boolean chunked;
    private boolean old;
    private boolean closes;
    private boolean keeps;
    private boolean ended;

    /** @param max bytes of it, interim answers included */
    AnswerHead(int max) {
        this.max = max;
    }

    void start() {
        left = max;
        again();
    }

    /** After an interim answer: the next head, out of the same limit. */
    void again() {
        length = 0;
        lineAt = 0;
        headersAt = 0;
        status = 0;
        contentLength = NO_LENGTH;
        chunked = false;
        old = false;
        closes = false;
        keeps = false;
        ended = false;
    }

    /** Takes in a byte. @return false where no answer begins, or goes on, like this */
    boolean take(byte octet) {
        if (--left < 0 || !fits(octet)) {
            return false;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(max, length * 2));
        }
        bytes[length++] = octet;
        return octet != '\n' || line();
    }

    /** One more byte of framing, out of the same limit. */
    boolean spend() {
        return --left >= 0;
    }

    /** Whether the empty line was read. */
    boolean ended() {
        return ended;
    }

    int status() {
        return status;
    }

    long contentLength() {
        return contentLength;
    }

    boolean chunked() {
        return chunked;
    }

    /** Whether the connection ends with this answer, by its own word or because its framing is in doubt. */
    boolean closes() {
        return closes || old && !keeps || chunked && contentLength != NO_LENGTH;
    }

    HeaderBlock headers() {
        return new HeaderBlock(Arrays.copyOfRange(bytes, headersAt, lineAt));
    }

    private boolean fits(byte octet) {
        if (headersAt > 0) {
            return true;
        }
        return length < PROTOCOL.length ? octet == PROTOCOL[length] : length < STATUS_LINE_MAX;
    }

    private boolean line() {
        var end = length - 1;
        if (end > lineAt && bytes[end - 1] == '\r') {
            end--;
        }
        var good = headersAt == 0 ? statusLine(end) : end == lineAt || header(lineAt, end);
        if (headersAt == 0) {
            headersAt = length;
        } else if (end == lineAt) {
            ended = true;
            return good;
        }
        lineAt = length;
        return good;
    }

    /** {@code HTTP/1.1 200} and whatever reason. */
    private boolean statusLine(int end) {
        var from = STATUS_AT;
        if (end < from + 3 || bytes[from - 1] != ' ' || end > from + 3 && bytes[from + 3] != ' ' || !isLine(0, end)) {
            return false;
        }
        var minor = bytes[PROTOCOL.length];
        old = minor == '0';
        for (var at = from; at < from + 3; at++) {
            if (!isDigit(bytes[at])) {
                return false;
            }
            status = status * 10 + bytes[at] - '0';
        }
        return status >= 100 && (minor == '0' || minor == '1');
    }

    private boolean header(int from, int end) {
        var colon = from;
        while (colon < end && Ascii.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == end || bytes[colon] != ':' || !isLine(colon, end)) {
            return false;
        }
        return switch (colon - from) {
            case 10 -> !Ascii.same(bytes, from, colon, "connection") || connection(colon + 1, end);
            case 14 -> !Ascii.same(bytes, from, colon, "content-length") || contentLength(colon + 1, end);
            case 17 -> !Ascii.same(bytes, from, colon, "transfer-encoding") || transferEncoding(colon + 1, end);
            default -> true;
        };
    }

    private boolean connection(int from, int end) {
        var start = from;
        for (var at = from; at <= end; at++) {
            if (at == end || bytes[at] == ',') {
                closes |= isWord(start, at, "close");
                keeps |= isWord(start, at, "keep-alive");
                start = at + 1;
            }
        }
        return true;
    }

    private boolean contentLength(int from, int end) {
        var start = skipSpace(from, end);
        var stop = trimSpace(start, end);
        if (stop == start || stop - start > DIGITS_MAX) {
            return false;
        }
        var told = 0L;
        for (var at = start; at < stop; at++) {
            if (!isDigit(bytes[at])) {
                return false;
            }
            told = told * 10 + bytes[at] - '0';
        }
        var agrees = contentLength == NO_LENGTH || contentLength == told;
        contentLength = told;
        return agrees;
    }

    private boolean transferEncoding(int from, int end) {
        var again = chunked;
        chunked = isWord(from, end, "chunked");
        return chunked && !again;
    }

    private boolean isWord(int from, int end, String word) {
        var start = skipSpace(from, end);
        return Ascii.same(bytes, start, trimSpace(start, end), word);
    }

    private int skipSpace(int from, int end) {
        var at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    private int trimSpace(int start, int end) {
        var stop = end;
        while (stop > start && isSpace(bytes[stop - 1])) {
            stop--;
        }
        return stop;
    }

    private boolean isLine(int from, int end) {
        for (var at = from; at < end; at++) {
            if (bytes[at] == '\r' || bytes[at] == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
