package dev.angarium.web.wire;

/** What stands around the pieces of a chunked body: sizes, extensions, ends of line, trailers. */
final class ChunkFraming {
    private static final int DIGITS_MAX = 15;
    private static final int EXTENSION_MAX = 256;

    private enum Place {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_END,
        LAST_LF,
        OVER
    }

    private Place place = Place.SIZE;
    private long size;
    private int digits;
    private int extension;

    void start() {
        place = Place.SIZE;
        size = 0;
        digits = 0;
        extension = 0;
    }

    /** Whether a piece of the body follows. */
    boolean atData() {
        return place == Place.DATA;
    }

    /** Of the piece, how much is still to come. */
    long left() {
        return size;
    }

    void took(long bytes) {
        size -= bytes;
        if (size == 0) {
            place = Place.DATA_CR;
        }
    }

    boolean isOver() {
        return place == Place.OVER;
    }

    /** Whether this byte counts for the limit of the head. */
    boolean inTrailers() {
        return place == Place.TRAILER || place == Place.TRAILER_END;
    }

    /** Takes in a byte that is not of a piece. @return false where chunks do not go on like this */
    boolean take(byte octet) {
        return switch (place) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_END -> octet == '\n' && sizeEnded();
            case DATA_CR -> octet == '\r' && to(Place.DATA_LF);
            case DATA_LF -> octet == '\n' && next();
            case TRAILER -> trailer(octet);
            case TRAILER_END -> octet == '\n' && trailerEnded();
            case LAST_LF -> octet == '\n' && to(Place.OVER);
            case DATA, OVER -> false;
        };
    }

    private boolean size(byte octet) {
        var digit = Character.digit((char) (octet & 0xFF), 16);
        if (digit >= 0) {
            size = size << 4 | digit;
            return ++digits <= DIGITS_MAX;
        }
        return digits > 0 && (octet == '\r' ? to(Place.SIZE_END) : startsExtension(octet) && to(Place.EXTENSION));
    }

    private static boolean startsExtension(byte octet) {
        return octet == ';' || octet == ' ' || octet == '\t';
    }

    private boolean extension(byte octet) {
        return octet == '\r' ? to(Place.SIZE_END) : octet != '\n' && ++extension <= EXTENSION_MAX;
    }

    private boolean sizeEnded() {
        digits = 0;
        extension = 0;
        return to(size > 0 ? Place.DATA : Place.TRAILER);
    }

    private boolean next() {
        size = 0;
        return to(Place.SIZE);
    }

    /** The first byte of a line decides whether there is a trailer at all; {@code digits} counts within the line. */
    private boolean trailer(byte octet) {
        if (octet == '\r') {
            return to(digits == 0 ? Place.LAST_LF : Place.TRAILER_END);
        }
        digits++;
        return octet != '\n';
    }

    private boolean trailerEnded() {
        digits = 0;
        return to(Place.TRAILER);
    }

    private boolean to(Place next) {
        place = next;
        return true;
    }
}
