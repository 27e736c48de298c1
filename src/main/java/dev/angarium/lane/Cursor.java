package dev.angarium.lane;

import java.util.Arrays;

/**
 * How far a lane has come: everything up to {@code through} is settled, and beside it some ranges above. Belongs to one
 * context. How many ranges there may be is the lane's business; each costs 16 bytes.
 */
public final class Cursor {
    private static final long[] NONE = {};

    private long through;
    private long[] ranges = NONE; // pairs of first and last, ascending, never touching each other or through
    private int size;

    public Cursor(long through) {
        this.through = through;
    }

    /** Reads back {@link #ranges()}; ranges that are settled anyway are absorbed. */
    public static Cursor parse(long through, String ranges) {
        var cursor = new Cursor(through);
        for (var part : ranges.replaceAll("[{}\\[\\s]", "").split("\\),?", -1)) {
            var comma = part.indexOf(',');
            if (comma > 0) {
                var first = Long.parseLong(part.substring(0, comma));
                var end = Long.parseLong(part.substring(comma + 1));
                cursor.settle(Math.max(1, first), end - 1);
            }
        }
        return cursor;
    }

    /** The highest number up to which all is settled. */
    public long through() {
        return through;
    }

    /** How many settled ranges lie above. */
    public int rangeCount() {
        return size / 2;
    }

    public boolean isSettled(long seq) {
        if (seq <= through) {
            return true;
        }
        var at = firstEndingAtOrAfter(seq);
        return at < size && ranges[at] <= seq;
    }

    /** How many from first to last are not settled. */
    public long unsettled(long first, long last) {
        var from = Math.max(first, through + 1);
        var open = Math.max(0, last - from + 1);
        for (var at = firstEndingAtOrAfter(from); at < size && ranges[at] <= last; at += 2) {
            open -= Math.min(last, ranges[at + 1]) - Math.max(from, ranges[at]) + 1;
        }
        return open;
    }

    public void settle(long seq) {
        settle(seq, seq);
    }

    /** Settles all numbers from first to last, both included. */
    public void settle(long first, long last) {
        if (last <= through || last < first) {
            return;
        }
        if (first <= through + 1) {
            through = last;
            absorb();
        } else {
            insert(first, last);
        }
    }

    /** In PostgreSQL's notation of an int8multirange: {@code {[5,7),[9,10)}}. */
    public String ranges() {
        if (size == 0) {
            return "{}";
        }
        var text = new StringBuilder("{");
        for (var at = 0; at < size; at += 2) {
            text.append(at == 0 ? "[" : ",[")
                    .append(ranges[at])
                    .append(',')
                    .append(ranges[at + 1] + 1)
                    .append(')');
        }
        return text.append('}').toString();
    }

    /** The pair that ends at or after seq: its index, or size. */
    private int firstEndingAtOrAfter(long seq) {
        var low = 0;
        var high = size / 2;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (ranges[2 * middle + 1] < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
    }

    private void absorb() {
        var gone = 0;
        while (gone < size && ranges[gone] <= through + 1) {
            through = Math.max(through, ranges[gone + 1]);
            gone += 2;
        }
        if (gone > 0) {
            remove(0, gone);
        }
    }

    private void insert(long first, long last) {
        var at = firstEndingAtOrAfter(first - 1);
        var end = at;
        var from = first;
        var to = last;
        while (end < size && ranges[end] <= to + 1) {
            from = Math.min(from, ranges[end]);
            to = Math.max(to, ranges[end + 1]);
            end += 2;
        }
        if (end == at) {
            open(at);
        } else {
            remove(at + 2, end);
        }
        ranges[at] = from;
        ranges[at + 1] = to;
    }

    private void open(int at) {
        if (size + 2 > ranges.length) {
            ranges = Arrays.copyOf(ranges, Math.max(8, ranges.length * 2));
        }
        System.arraycopy(ranges, at, ranges, at + 2, size - at);
        size += 2;
    }

    private void remove(int from, int to) {
        System.arraycopy(ranges, to, ranges, from, size - to);
        size -= to - from;
        if (size == 0) {
            ranges = NONE;
        }
    }
}
