package dev.angarium.web.wire;

import java.util.Arrays;

/**
 * Reads an answer from bytes as they come; see the package for what it takes. The bytes of framing are looked at one by
 * one, so that no split of them can make a difference; those of a body are taken as they lie. Used again and again.
 */
public final class AnswerParser {
    private static final int SWITCHING = 101;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final byte[] NONE = {};

    private final AnswerHead head;
    private final ChunkFraming chunks = new ChunkFraming();
    private final int drain;
    private Place place = Place.HEAD;
    private byte[] kept = NONE;
    private int keptLength;
    private int keep;
    private boolean bodyless;
    private long read;
    private long left;

    private enum Place {
        HEAD,
        LENGTH,
        CHUNKS,
        REST,
        OVER,
        CUT,
        REFUSED
    }

    /**
     * @param headMax bytes of heads and trailers
     * @param drain bytes of a body are read at most, or as many as are kept
     */
    public AnswerParser(int headMax, int drain) {
        this.head = new AnswerHead(headMax);
        this.drain = drain;
    }

    /**
     * Of the next answer.
     *
     * @param bytesToKeep of its body
     * @param toHead it answers a HEAD request
     */
    public void start(int bytesToKeep, boolean toHead) {
        head.start();
        place = Place.HEAD;
        keep = bytesToKeep;
        bodyless = toHead;
        kept = NONE;
        keptLength = 0;
        read = 0;
    }

    /** Takes what belongs to the answer. @return where that ends, {@code to} while more is to come */
    public int feed(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to && !isOver()) {
            at = switch (place) {
                case HEAD -> head(bytes, at, to);
                case LENGTH -> sized(bytes, at, to);
                case CHUNKS -> chunked(bytes, at, to);
                case REST -> body(bytes, at, to);
                case OVER, CUT, REFUSED -> at;
            };
        }
        return at;
    }

    /** The peer sends no more. */
    public void end() {
        if (place == Place.REST) {
            place = Place.OVER;
        }
    }

    /** Nothing more is read of it: it ended, was cut, or was refused. */
    public boolean isOver() {
        return place == Place.OVER || place == Place.CUT || place == Place.REFUSED;
    }

    public boolean isRefused() {
        return place == Place.REFUSED;
    }

    /** There is a status, though maybe no body yet. */
    public boolean hasHead() {
        return place != Place.HEAD && place != Place.REFUSED;
    }

    /** Whether another answer may follow on the connection. */
    public boolean leavesConnection() {
        return place == Place.OVER && !head.closes() && (bodyless || head.chunked() || left == 0);
    }

    /** As far as it was read; there must be a head. */
    public Answer answer() {
        var body = keptLength == kept.length ? kept : Arrays.copyOf(kept, keptLength);
        return new Answer(head.status(), head.headers(), body, place == Place.OVER && read <= keep);
    }

    private int head(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to) {
            if (!head.take(bytes[at++])) {
                place = Place.REFUSED;
                return at;
            }
            if (head.ended()) {
                headEnded();
                return at;
            }
        }
        return at;
    }

    private void headEnded() {
        var status = head.status();
        if (status == SWITCHING) {
            place = Place.REFUSED;
        } else if (status < OK) {
            head.again();
        } else {
            bodyless |= status == NO_CONTENT || status == NOT_MODIFIED;
            left = head.contentLength();
            place = bodyPlace();
        }
    }

    private Place bodyPlace() {
        if (bodyless) {
            return Place.OVER;
        }
        if (head.chunked()) {
            chunks.start();
            return Place.CHUNKS;
        }
        if (left == AnswerHead.NO_LENGTH) {
            return Place.REST;
        }
        return left == 0 ? Place.OVER : Place.LENGTH;
    }

    private int sized(byte[] bytes, int from, int to) {
        var end = body(bytes, from, (int) Math.min(to, from + left));
        left -= end - from;
        if (left == 0 && place == Place.LENGTH) {
            place = Place.OVER;
        }
        return end;
    }

    private int chunked(byte[] bytes, int from, int to) {
        if (chunks.atData()) {
            var end = body(bytes, from, (int) Math.min(to, from + chunks.left()));
            chunks.took(end - from);
            return end;
        }
        if (chunks.inTrailers() && !head.spend() || !chunks.take(bytes[from])) {
            place = Place.CUT; // there is a status: that counts, the body broke off
        } else if (chunks.isOver()) {
            place = Place.OVER;
        }
        return from + 1;
    }

    /** Takes all of the range, or as much as the limit has left. */
    private int body(byte[] bytes, int from, int to) {
        var most = Math.max(keep, drain);
        var taken = (int) Math.min(to - from, most - read);
        keep(bytes, from, taken);
        read += taken;
        if (taken < to - from) {
            place = Place.CUT;
        }
        return from + taken;
    }

    private void keep(byte[] bytes, int from, int count) {
        var wanted = Math.min(count, keep - keptLength);
        if (wanted <= 0) {
            return;
        }
        if (keptLength + wanted > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(keep, Math.max(keptLength + wanted, 2 * kept.length)));
        }
        System.arraycopy(bytes, from, kept, keptLength, wanted);
        keptLength += wanted;
    }
}
