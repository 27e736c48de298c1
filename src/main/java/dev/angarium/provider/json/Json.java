package dev.angarium.provider.json;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * A value of a document, with its place in the source bytes. Reading a path needs no checks: what is not there is
 * {@link #MISSING}, whose members are missing too. Of duplicate keys the first counts, as it does for {@link Peek}: the
 * account that was verified and the account that is read must be the same.
 */
public final class Json implements Iterable<Json> {
    public static final Json MISSING =
            new Json(Kind.MISSING, new Source(new byte[0], 0, 0), "", new String[0], new Json[0]);

    /** What a value is. A missing value and a null are different, but both are {@link #absent()}. */
    public enum Kind {
        MISSING,
        NULL,
        FALSE,
        TRUE,
        NUMBER,
        STRING,
        ARRAY,
        OBJECT
    }

    /** Where the value lies. The bytes are shared by the whole tree and never changed. */
    record Source(byte[] bytes, int from, int to) {}

    static final String[] NO_KEYS = {};
    static final Json[] NO_ITEMS = {};

    private final Kind kind;
    private final Source source;
    private final String text;
    private final String[] keys;
    private final Json[] items;

    Json(Kind kind, Source source, String text, String[] keys, Json[] items) {
        this.kind = kind;
        this.source = source;
        this.text = text;
        this.keys = keys;
        this.items = items;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isObject() {
        return kind == Kind.OBJECT;
    }

    public boolean isArray() {
        return kind == Kind.ARRAY;
    }

    public boolean isString() {
        return kind == Kind.STRING;
    }

    /** Missing or null. */
    public boolean absent() {
        return kind == Kind.MISSING || kind == Kind.NULL;
    }

    /** The member of that name, or MISSING. */
    public Json get(String key) {
        for (var at = 0; at < keys.length; at++) {
            if (keys[at].equals(key)) {
                return items[at];
            }
        }
        return MISSING;
    }

    /** The first of the two members that is not absent. */
    public Json either(String key, String other) {
        var first = get(key);
        return first.absent() ? get(other) : first;
    }

    /** The element or the member's value at that place, or MISSING. */
    public Json at(int index) {
        return index >= 0 && index < items.length ? items[index] : MISSING;
    }

    /** The member's name at that place; empty for an array. */
    public String key(int index) {
        return index >= 0 && index < keys.length ? keys[index] : "";
    }

    /** Members or elements. */
    public int size() {
        return items.length;
    }

    /** The elements of an array, the values of an object, nothing of anything else. */
    @Override
    public Iterator<Json> iterator() {
        return List.of(items).iterator();
    }

    /** An array as it is; anything else that is present as the only element: providers send either. */
    public List<Json> elements() {
        if (kind == Kind.ARRAY) {
            return List.of(items);
        }
        return absent() ? List.of() : List.of(this);
    }

    /** A string's value; empty for everything else. */
    public String text() {
        return kind == Kind.STRING ? text : "";
    }

    /** The value of a string, a number as it is written, true or false; empty for everything else. */
    public String scalar() {
        return switch (kind) {
            case STRING, NUMBER -> text;
            case TRUE -> "true";
            case FALSE -> "false";
            default -> "";
        };
    }

    public boolean isTrue() {
        return kind == Kind.TRUE || (kind == Kind.STRING && text.equals("true"));
    }

    /** A whole number, also one written as a string or with a fraction, which is cut; else the fallback. */
    public long number(long fallback) {
        return kind == Kind.NUMBER || kind == Kind.STRING ? Numbers.whole(text, fallback) : fallback;
    }

    /** The value's bytes as they came: a copy. */
    public byte[] slice() {
        return Arrays.copyOfRange(source.bytes(), source.from(), source.to());
    }

    /** The value without any member of those names (in any case), at any depth; all other bytes as they came. */
    public byte[] sliceWithout(List<String> names) {
        if (!has(names)) {
            return slice();
        }
        var out = new JsonOut(source.to() - source.from());
        writeWithout(names, out);
        return out.bytes();
    }

    /** Whether a member of one of those names is anywhere within. */
    private boolean has(List<String> names) {
        for (var at = 0; at < items.length; at++) {
            if ((at < keys.length && isOf(names, keys[at])) || items[at].has(names)) {
                return true;
            }
        }
        return false;
    }

    /** By length first: hardly any name is looked at letter by letter. */
    private static boolean isOf(List<String> names, String key) {
        for (var name : names) {
            if (name.length() == key.length() && name.equalsIgnoreCase(key)) {
                return true;
            }
        }
        return false;
    }

    private void writeWithout(List<String> names, JsonOut out) {
        if (kind == Kind.OBJECT) {
            out.beginObject();
            for (var at = 0; at < items.length; at++) {
                if (!isOf(names, keys[at])) {
                    out.name(keys[at]);
                    items[at].writeWithout(names, out);
                }
            }
            out.endObject();
        } else if (kind == Kind.ARRAY) {
            out.beginArray();
            for (var item : items) {
                item.writeWithout(names, out);
            }
            out.endArray();
        } else {
            writeTo(out);
        }
    }

    /** Writes the value as it came. */
    public void writeTo(JsonOut out) {
        out.splice(source.bytes(), source.from(), source.to());
    }
}
