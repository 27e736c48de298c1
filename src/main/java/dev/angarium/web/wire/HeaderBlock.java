package dev.angarium.web.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header lines as they were on the wire, looked into only when someone asks: few answers are. Immutable. */
public final class HeaderBlock {
    public static final HeaderBlock NONE = new HeaderBlock(new byte[0]);

    private final byte[] lines;

    /** @param lines each with its name first, a colon, and an end of line; not changed any more */
    HeaderBlock(byte[] lines) {
        this.lines = lines;
    }

    /** The first of the name, in any case; null where there is none. */
    public @Nullable String get(CharSequence name) {
        var all = getAll(name);
        return all.isEmpty() ? null : all.get(0);
    }

    public boolean contains(CharSequence name) {
        return !getAll(name).isEmpty();
    }

    /** All of the name, in any case, in their order. */
    public List<String> getAll(CharSequence name) {
        var found = new ArrayList<String>(1);
        for (var from = 0; from < lines.length; ) {
            var end = endOfLine(from);
            var colon = colon(from, end);
            if (Ascii.same(lines, from, colon, name)) {
                found.add(value(colon + 1, end));
            }
            from = end + 1;
        }
        return found;
    }

    /** In their order, as written. */
    public List<String> names() {
        var names = new ArrayList<String>();
        for (var from = 0; from < lines.length; ) {
            var end = endOfLine(from);
            names.add(new String(lines, from, colon(from, end) - from, ISO_8859_1));
            from = end + 1;
        }
        return names;
    }

    private int endOfLine(int from) {
        var at = from;
        while (at < lines.length && lines[at] != '\n') {
            at++;
        }
        return at;
    }

    private int colon(int from, int end) {
        var at = from;
        while (at < end && lines[at] != ':') {
            at++;
        }
        return at;
    }

    private String value(int from, int end) {
        return from > end ? "" : new String(lines, from, end - from, ISO_8859_1).strip();
    }
}
