package dev.angarium.provider;

import dev.angarium.event.EventTypes;
import org.jspecify.annotations.Nullable;

/**
 * One event as a provider told it, before an instance is known. The byte arrays are handed over, never changed.
 *
 * @param externalId the provider's id of the account; empty where the body names none
 * @param key what a resend has in common with the first
 * @param fingerprint of the stable content: media addresses, tokens, names and times are not in it
 * @param type a native name, or {@code provider.<name>} in letters, digits, dot, dash and underscore
 * @param chat the chat key; null where the event belongs to no chat
 * @param occurredAt epoch milliseconds; -1 where the provider does not say (data then has {@code timestampSource})
 * @param data the normalised event, a JSON object without {@code raw}
 * @param raw the provider's own element, or its whole body
 */
public record ProviderEvent(
        String externalId,
        DedupeKey key,
        int fingerprint,
        String type,
        @Nullable String chat,
        long occurredAt,
        byte[] data,
        byte[] raw) {
    private static final String PREFIX = "provider.";
    private static final int TYPE_LENGTH = 100;
    private static final int KEY_LENGTH = 512;

    public ProviderEvent {
        externalId = column(externalId);
        chat = chat == null || chat.isEmpty() ? null : column(chat);
    }

    /** The type under which something is kept that has no native name. */
    public static String ownType(String name) {
        if (name.isEmpty()) {
            return EventTypes.UNPARSED;
        }
        var type = new StringBuilder(PREFIX);
        for (var at = 0; at < name.length() && type.length() < TYPE_LENGTH; at++) {
            var letter = name.charAt(at);
            type.append(isPlain(letter) ? letter : '_');
        }
        return type.toString();
    }

    private static boolean isPlain(char letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || letter == '.'
                || letter == '-'
                || letter == '_';
    }

    /** These two go into text columns as they are: one NUL would fail a whole batch of other people's events. */
    private static String column(String text) {
        var clean = text.length() <= KEY_LENGTH ? text : text.substring(0, KEY_LENGTH);
        return needsCleaning(clean) ? cleaned(clean) : clean;
    }

    private static boolean needsCleaning(String text) {
        for (var at = 0; at < text.length(); at++) {
            if (text.charAt(at) == 0 || Character.isSurrogate(text.charAt(at))) {
                return true;
            }
        }
        return false;
    }

    private static String cleaned(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
