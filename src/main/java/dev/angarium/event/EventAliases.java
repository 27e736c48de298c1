package dev.angarium.event;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Providers' own words for native types, which filters take as well. Case, dots, dashes and underscores do not matter, so
 * that {@code messages.upsert} and {@code MESSAGES_UPSERT} are one word. {@code docs/event-types.md} is written from here.
 */
public final class EventAliases {
    private static final List<Alias> ALIASES = List.of(
            new Alias(
                    "messages.upsert",
                    EventTypes.MESSAGE_RECEIVED,
                    EventTypes.MESSAGE_SENT,
                    EventTypes.MESSAGE_REACTION,
                    EventTypes.MESSAGE_EDITED,
                    EventTypes.MESSAGE_DELETED),
            new Alias("messages.set", EventTypes.MESSAGE_RECEIVED, EventTypes.MESSAGE_SENT),
            new Alias("messages.update", EventTypes.MESSAGE_STATUS, EventTypes.MESSAGE_EDITED),
            new Alias("messages.edited", EventTypes.MESSAGE_EDITED),
            new Alias("messages.delete", EventTypes.MESSAGE_DELETED),
            new Alias("messages.reaction", EventTypes.MESSAGE_REACTION),
            new Alias("message-receipt.update", EventTypes.MESSAGE_STATUS),
            new Alias("send.message", EventTypes.MESSAGE_SENT),
            new Alias("presence.update", EventTypes.PRESENCE_UPDATED),
            new Alias("chats.set", EventTypes.CHAT_UPDATED),
            new Alias("chats.upsert", EventTypes.CHAT_UPDATED),
            new Alias("chats.update", EventTypes.CHAT_UPDATED),
            new Alias("chats.delete", EventTypes.CHAT_UPDATED),
            new Alias("contacts.set", EventTypes.CONTACT_UPDATED),
            new Alias("contacts.upsert", EventTypes.CONTACT_UPDATED),
            new Alias("contacts.update", EventTypes.CONTACT_UPDATED),
            new Alias("groups.upsert", EventTypes.GROUP_UPDATED),
            new Alias("groups.update", EventTypes.GROUP_UPDATED),
            new Alias("group.update", EventTypes.GROUP_UPDATED),
            new Alias("group-participants.update", EventTypes.GROUP_PARTICIPANTS),
            new Alias("connection.update", EventTypes.CONNECTION_UPDATED),
            new Alias("qrcode.updated", EventTypes.CONNECTION_UPDATED),
            new Alias("session.status", EventTypes.CONNECTION_UPDATED),
            new Alias("call", EventTypes.CALL_RECEIVED),
            new Alias("message", EventTypes.MESSAGE_RECEIVED),
            new Alias("message.any", EventTypes.MESSAGE_RECEIVED, EventTypes.MESSAGE_SENT),
            new Alias("message.ack", EventTypes.MESSAGE_STATUS),
            new Alias("message.revoked", EventTypes.MESSAGE_DELETED),
            new Alias(
                    "ReceivedCallback",
                    EventTypes.MESSAGE_RECEIVED,
                    EventTypes.MESSAGE_SENT,
                    EventTypes.MESSAGE_REACTION,
                    EventTypes.MESSAGE_EDITED,
                    EventTypes.MESSAGE_DELETED),
            new Alias("DeliveryCallback", EventTypes.MESSAGE_STATUS),
            new Alias("MessageStatusCallback", EventTypes.MESSAGE_STATUS),
            new Alias("PresenceChatCallback", EventTypes.PRESENCE_UPDATED),
            new Alias("ConnectedCallback", EventTypes.CONNECTION_UPDATED),
            new Alias("DisconnectedCallback", EventTypes.CONNECTION_UPDATED),
            new Alias("MESSAGE_INBOUND", EventTypes.MESSAGE_RECEIVED));

    private static final Map<String, Set<String>> BY_WORD = byWord();

    /**
     * One word.
     *
     * @param word as its provider spells it
     * @param types native names that it stands for
     */
    public record Alias(String word, List<String> types) {
        Alias(String word, String... types) {
            this(word, List.of(types));
        }
    }

    private EventAliases() {}

    /** All there are, in the order of the docs. */
    public static List<Alias> all() {
        return ALIASES;
    }

    /** What the word stands for, in any spelling; empty where it is no alias. */
    static Set<String> of(String word) {
        return BY_WORD.getOrDefault(folded(word), Set.of());
    }

    private static Map<String, Set<String>> byWord() {
        var byWord = new HashMap<String, Set<String>>();
        ALIASES.forEach(alias -> byWord.put(folded(alias.word()), Set.copyOf(alias.types())));
        return Map.copyOf(byWord);
    }

    private static String folded(String word) {
        var bare = new StringBuilder(word.length());
        for (var at = 0; at < word.length() && at <= EventFilter.WORD_LENGTH; at++) {
            var letter = word.charAt(at);
            if (letter != '.' && letter != '-' && letter != '_') {
                bare.append(letter);
            }
        }
        return bare.toString().toLowerCase(Locale.ROOT);
    }
}
