package dev.angarium.observe.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds flat JSON objects as lines of ASCII, one after the other in one buffer. Not safe for several threads. */
final class JsonText {
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int MICROS_A_MILLI = 1000;

    private byte[] bytes;
    private int size;
    private boolean first;

    JsonText(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** What has been written so far, in a buffer that is not to be kept. */
    byte[] buffer() {
        return bytes;
    }

    void reset() {
        size = 0;
    }

    void begin() {
        put('{');
        first = true;
    }

    void field(String name, Object value) {
        if (!first) {
            put(',');
        }
        first = false;
        put('"');
        plain(name);
        put('"');
        put(':');
        if (value instanceof Micros micros) {
            millis(micros.count());
        } else if (value instanceof Number || value instanceof Boolean) {
            plain(value.toString());
        } else {
            quoted(value.toString());
        }
    }

    /** Ends the object and the line. */
    void end() {
        put('}');
        put('\n');
    }

    /** Milliseconds with three digits behind the point. */
    private void millis(long micros) {
        plain(Long.toString(micros / MICROS_A_MILLI));
        var rest = (int) (micros % MICROS_A_MILLI);
        put('.');
        put((char) ('0' + rest / 100));
        put((char) ('0' + rest / 10 % 10));
        put((char) ('0' + rest % 10));
    }

    private void plain(String text) {
        room(text.length());
        for (var at = 0; at < text.length(); at++) {
            bytes[size++] = (byte) text.charAt(at);
        }
    }

    private void quoted(String text) {
        put('"');
        room(6 * text.length());
        for (var at = 0; at < text.length(); at++) {
            character(text.charAt(at));
        }
        put('"');
    }

    private void character(char c) {
        if (c == '"' || c == '\\') {
            bytes[size++] = '\\';
            bytes[size++] = (byte) c;
        } else if (c >= 0x20 && c < 0x7f) {
            bytes[size++] = (byte) c;
        } else {
            bytes[size++] = '\\';
            bytes[size++] = 'u';
            bytes[size++] = HEX[c >> 12];
            bytes[size++] = HEX[c >> 8 & 15];
            bytes[size++] = HEX[c >> 4 & 15];
            bytes[size++] = HEX[c & 15];
        }
    }

    private void put(char c) {
        room(1);
        bytes[size++] = (byte) c;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A span in microseconds, shown in milliseconds. */
    record Micros(long count) {}
}
