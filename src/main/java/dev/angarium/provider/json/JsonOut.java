package dev.angarium.provider.json;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes JSON as UTF-8. Empty text is left out, so a writer names all its fields and only the known ones appear. A NUL or a lone surrogate
 * becomes U+FFFD: what is written here can go into any text column and any parser. Ranges may be marked as volatile:
 * the fingerprint leaves them out.
 */
public final class JsonOut {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] buffer;
    private int length;
    private int[] volatiles = new int[8];
    private int volatileCount;

    public JsonOut(int sizeHint) {
        this.buffer = new byte[Math.max(64, sizeHint)];
    }

    public JsonOut beginObject() {
        return open('{');
    }

    public JsonOut endObject() {
        return put('}');
    }

    public JsonOut beginArray() {
        return open('[');
    }

    public JsonOut endArray() {
        return put(']');
    }

    public JsonOut object(String name) {
        return name(name).open('{');
    }

    public JsonOut array(String name) {
        return name(name).open('[');
    }

    /** A member's name; the next call writes its value. */
    public JsonOut name(String name) {
        separate();
        quoted(name);
        return put(':');
    }

    /** A member, unless the text is empty. */
    public JsonOut text(String name, String value) {
        return value.isEmpty() ? this : name(name).value(value);
    }

    /** A member, unless the value has no text. */
    public JsonOut text(String name, Json value) {
        return text(name, value.scalar());
    }

    /** A member that is there even where its text is empty: then null. */
    public JsonOut textOrNull(String name, String value) {
        return value.isEmpty() ? name(name).literal("null") : name(name).value(value);
    }

    public JsonOut number(String name, long value) {
        return name(name).literal(Long.toString(value));
    }

    /** A member, unless the value is not above zero. */
    public JsonOut positive(String name, long value) {
        return value > 0 ? number(name, value) : this;
    }

    /** A member with the number as it is written, unless it is no finite number. */
    public JsonOut real(String name, Json value) {
        var text = value.scalar();
        return Double.isFinite(Numbers.real(text)) ? name(name).literal(text) : this;
    }

    public JsonOut bool(String name, boolean value) {
        return name(name).literal(value ? "true" : "false");
    }

    /** A member, only where it is true. */
    public JsonOut flag(String name, boolean value) {
        return value ? bool(name, true) : this;
    }

    /** A member spliced from the source, unless it is absent. */
    public JsonOut json(String name, Json value) {
        if (!value.absent()) {
            name(name);
            value.writeTo(this);
        }
        return this;
    }

    /** An element, or the value behind a name. */
    public JsonOut value(String text) {
        separate();
        quoted(text);
        return this;
    }

    /** Bytes that are JSON already. */
    public JsonOut splice(byte[] bytes, int from, int to) {
        separate();
        return append(bytes, from, to);
    }

    /** All of the array, as a value; it is JSON already. */
    public JsonOut splice(byte[] bytes) {
        return splice(bytes, 0, bytes.length);
    }

    /** Bytes as they are, with no comma before them. */
    public JsonOut append(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, buffer, length, to - from);
        length += to - from;
        return this;
    }

    /** A time as ISO 8601 in UTC with milliseconds. */
    public JsonOut iso(String name, long epochMillis) {
        return name(name).value(Iso.format(epochMillis));
    }

    /** From here to {@link #endVolatile()} nothing counts for the fingerprint. */
    public JsonOut beginVolatile() {
        return mark();
    }

    public JsonOut endVolatile() {
        return mark();
    }

    /** A checksum (CRC-32C) of all that is not volatile: tells a resend from another body, secures nothing. */
    public int fingerprint() {
        var sum = new CRC32C();
        var from = 0;
        for (var at = 0; at < volatileCount; at += 2) {
            sum.update(buffer, from, volatiles[at] - from);
            from = at + 1 < volatileCount ? volatiles[at + 1] : length;
        }
        sum.update(buffer, from, length - from);
        return (int) sum.getValue();
    }

    public byte[] bytes() {
        return Arrays.copyOf(buffer, length);
    }

    private JsonOut mark() {
        if (volatileCount == volatiles.length) {
            volatiles = Arrays.copyOf(volatiles, volatileCount * 2);
        }
        volatiles[volatileCount++] = length;
        return this;
    }

    private JsonOut literal(String ascii) {
        separate();
        for (var at = 0; at < ascii.length(); at++) {
            put(ascii.charAt(at));
        }
        return this;
    }

    private JsonOut open(char bracket) {
        separate();
        return put(bracket);
    }

    /** A comma, unless this is the first of its bracket or the value behind a name. */
    private void separate() {
        if (length > 0) {
            var last = buffer[length - 1];
            if (last != '{' && last != '[' && last != ':') {
                put(',');
            }
        }
    }

    private void quoted(String text) {
        room(text.length() + 2);
        buffer[length++] = '"';
        var size = text.length();
        for (var at = 0; at < size; at++) {
            var letter = text.charAt(at);
            if (letter < 0x80) {
                ascii(letter);
            } else if (Character.isHighSurrogate(letter)
                    && at + 1 < size
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                four(Character.toCodePoint(letter, text.charAt(++at)));
            } else {
                wide(Character.isSurrogate(letter) ? '\uFFFD' : letter);
            }
        }
        put('"');
    }

    private void ascii(char letter) {
        if (letter >= 0x20) {
            if (letter == '"' || letter == '\\') {
                put('\\');
            }
            put(letter);
            return;
        }
        switch (letter) {
            case 0 -> wide('\uFFFD');
            case '\n' -> put('\\').put('n');
            case '\r' -> put('\\').put('r');
            case '\t' -> put('\\').put('t');
            default ->
                put('\\').put('u').put('0').put('0').put(HEX[letter >> 4]).put(HEX[letter & 15]);
        }
    }

    private void wide(char letter) {
        if (letter < 0x800) {
            put(0xC0 | letter >> 6).put(0x80 | letter & 0x3F);
        } else {
            put(0xE0 | letter >> 12).put(0x80 | letter >> 6 & 0x3F).put(0x80 | letter & 0x3F);
        }
    }

    private void four(int point) {
        put(0xF0 | point >> 18).put(0x80 | point >> 12 & 0x3F);
        put(0x80 | point >> 6 & 0x3F).put(0x80 | point & 0x3F);
    }

    private JsonOut put(int octet) {
        room(1);
        buffer[length++] = (byte) octet;
        return this;
    }

    private void room(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
