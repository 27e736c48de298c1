package dev.angarium.provider.json;

/**
 * How large a document may be before it is kept unread.
 *
 * @param depth nested objects and arrays
 * @param tokens names, values, brackets
 * @param keyLength bytes of a member's name
 * @param stringLength characters of a value; media may come inline as base64, so it is the size of a body
 * @param numberLength digits; no number is ever expanded from its exponent
 */
public record JsonLimits(int depth, int tokens, int keyLength, int stringLength, int numberLength) {
    public static final JsonLimits DEFAULT = new JsonLimits(64, 100_000, 256, 4 * 1024 * 1024, 256);

    public JsonLimits {
        if (depth < 1 || tokens < 1 || keyLength < 1 || stringLength < 1 || numberLength < 1) {
            throw new IllegalArgumentException("each limit must be at least 1");
        }
    }
}
