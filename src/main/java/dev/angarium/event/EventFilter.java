package dev.angarium.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which event types a subscription wants. Words: a native name; {@code message.*} (any family); {@code *}, which includes
 * what is kept under a provider's name; {@code provider.<name>}; or a provider's own word for native types:
 *
 * <table>
 * <caption>Aliases; case, dots, dashes and underscores do not matter</caption>
 * <tr><td>messages.upsert</td><td>message.received, .sent, .reaction, .edited, .deleted</td></tr>
 * <tr><td>messages.set</td><td>message.received, .sent</td></tr>
 * <tr><td>messages.update</td><td>message.status, .edited</td></tr>
 * <tr><td>messages.edited · messages.delete · messages.reaction</td><td>message.edited · .deleted · .reaction</td></tr>
 * <tr><td>message-receipt.update</td><td>message.status</td></tr>
 * <tr><td>send.message</td><td>message.sent</td></tr>
 * <tr><td>presence.update</td><td>presence.updated</td></tr>
 * <tr><td>chats.set, .upsert, .update, .delete</td><td>chat.updated</td></tr>
 * <tr><td>contacts.set, .upsert, .update</td><td>contact.updated</td></tr>
 * <tr><td>groups.upsert, groups.update, group.update</td><td>group.updated</td></tr>
 * <tr><td>group-participants.update</td><td>group.participants</td></tr>
 * <tr><td>connection.update, qrcode.updated, session.status</td><td>connection.updated</td></tr>
 * <tr><td>call</td><td>call.received</td></tr>
 * <tr><td>message, message.any, message.ack, message.revoked</td>
 *     <td>message.received; .received and .sent; .status; .deleted</td></tr>
 * <tr><td>ReceivedCallback</td><td>message.received, .sent, .reaction, .edited, .deleted</td></tr>
 * <tr><td>DeliveryCallback, MessageStatusCallback</td><td>message.status</td></tr>
 * <tr><td>PresenceChatCallback · ConnectedCallback, DisconnectedCallback</td>
 *     <td>presence.updated · connection.updated</td></tr>
 * <tr><td>MESSAGE_INBOUND</td><td>message.received</td></tr>
 * </table>
 */
public final class EventFilter {
    private static final String ALL = "*";
    private static final String PROVIDER = "provider.";
    private static final int WORD_LENGTH = 110;

    private static final Set<String> UPSERT = Set.of(
            EventTypes.MESSAGE_RECEIVED,
            EventTypes.MESSAGE_SENT,
            EventTypes.MESSAGE_REACTION,
            EventTypes.MESSAGE_EDITED,
            EventTypes.MESSAGE_DELETED);
    private static final Set<String> BOTH_WAYS = Set.of(EventTypes.MESSAGE_RECEIVED, EventTypes.MESSAGE_SENT);

    private static final Map<String, Set<String>> ALIASES = Map.ofEntries(
            Map.entry("messagesupsert", UPSERT),
            Map.entry("messagesset", BOTH_WAYS),
            Map.entry("messagesupdate", Set.of(EventTypes.MESSAGE_STATUS, EventTypes.MESSAGE_EDITED)),
            Map.entry("messagesedited", Set.of(EventTypes.MESSAGE_EDITED)),
            Map.entry("messagesdelete", Set.of(EventTypes.MESSAGE_DELETED)),
            Map.entry("messagesreaction", Set.of(EventTypes.MESSAGE_REACTION)),
            Map.entry("messagereceiptupdate", Set.of(EventTypes.MESSAGE_STATUS)),
            Map.entry("sendmessage", Set.of(EventTypes.MESSAGE_SENT)),
            Map.entry("presenceupdate", Set.of(EventTypes.PRESENCE_UPDATED)),
            Map.entry("chatsset", Set.of(EventTypes.CHAT_UPDATED)),
            Map.entry("chatsupsert", Set.of(EventTypes.CHAT_UPDATED)),
            Map.entry("chatsupdate", Set.of(EventTypes.CHAT_UPDATED)),
            Map.entry("chatsdelete", Set.of(EventTypes.CHAT_UPDATED)),
            Map.entry("contactsset", Set.of(EventTypes.CONTACT_UPDATED)),
            Map.entry("contactsupsert", Set.of(EventTypes.CONTACT_UPDATED)),
            Map.entry("contactsupdate", Set.of(EventTypes.CONTACT_UPDATED)),
            Map.entry("groupsupsert", Set.of(EventTypes.GROUP_UPDATED)),
            Map.entry("groupsupdate", Set.of(EventTypes.GROUP_UPDATED)),
            Map.entry("groupupdate", Set.of(EventTypes.GROUP_UPDATED)),
            Map.entry("groupparticipantsupdate", Set.of(EventTypes.GROUP_PARTICIPANTS)),
            Map.entry("connectionupdate", Set.of(EventTypes.CONNECTION_UPDATED)),
            Map.entry("qrcodeupdated", Set.of(EventTypes.CONNECTION_UPDATED)),
            Map.entry("sessionstatus", Set.of(EventTypes.CONNECTION_UPDATED)),
            Map.entry("call", Set.of(EventTypes.CALL_RECEIVED)),
            Map.entry("message", Set.of(EventTypes.MESSAGE_RECEIVED)),
            Map.entry("messageany", BOTH_WAYS),
            Map.entry("messageack", Set.of(EventTypes.MESSAGE_STATUS)),
            Map.entry("messagerevoked", Set.of(EventTypes.MESSAGE_DELETED)),
            Map.entry("receivedcallback", UPSERT),
            Map.entry("deliverycallback", Set.of(EventTypes.MESSAGE_STATUS)),
            Map.entry("messagestatuscallback", Set.of(EventTypes.MESSAGE_STATUS)),
            Map.entry("presencechatcallback", Set.of(EventTypes.PRESENCE_UPDATED)),
            Map.entry("connectedcallback", Set.of(EventTypes.CONNECTION_UPDATED)),
            Map.entry("disconnectedcallback", Set.of(EventTypes.CONNECTION_UPDATED)),
            Map.entry("messageinbound", Set.of(EventTypes.MESSAGE_RECEIVED)));

    private final Set<String> names;
    private final List<String> prefixes;
    private final boolean everything;

    private EventFilter(Set<String> names, List<String> prefixes, boolean everything) {
        this.names = Set.copyOf(names);
        this.prefixes = List.copyOf(prefixes);
        this.everything = everything;
    }

    /** What became of a list of words. */
    public sealed interface Parsed {
        record Accepted(EventFilter filter) implements Parsed {}

        /** @param problems one sentence a word */
        record Refused(List<String> problems) implements Parsed {}
    }

    /** A filter that takes every event. */
    public static EventFilter all() {
        return new EventFilter(Set.of(), List.of(), true);
    }

    public static Parsed parse(List<String> words) {
        var names = new HashSet<String>();
        var prefixes = new ArrayList<String>();
        var problems = new ArrayList<String>();
        if (words.isEmpty()) {
            problems.add("name at least one event type, or *");
        }
        for (var word : words) {
            if (!word.equals(ALL) && !add(word, names, prefixes)) {
                problems.add("unknown event type: " + word.substring(0, Math.min(word.length(), WORD_LENGTH)));
            }
        }
        return problems.isEmpty()
                ? new Parsed.Accepted(new EventFilter(names, prefixes, words.contains(ALL)))
                : new Parsed.Refused(problems);
    }

    private static boolean add(String word, Set<String> names, List<String> prefixes) {
        if (EventTypes.NATIVE.contains(word) || isProviders(word)) {
            return names.add(word) || names.contains(word);
        }
        if (word.endsWith(".*") && isFamily(word.substring(0, word.length() - 1))) {
            return prefixes.add(word.substring(0, word.length() - 1));
        }
        var alias = ALIASES.get(folded(word));
        return alias != null && (names.addAll(alias) || names.containsAll(alias));
    }

    private static boolean isProviders(String word) {
        if (!word.startsWith(PROVIDER) || word.length() == PROVIDER.length() || word.length() > WORD_LENGTH) {
            return false;
        }
        return word.chars()
                .allMatch(letter -> letter < 128 && Character.isLetterOrDigit(letter)
                        || letter == '.'
                        || letter == '-'
                        || letter == '_');
    }

    private static boolean isFamily(String prefix) {
        return prefix.equals(PROVIDER) || EventTypes.NATIVE.stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static String folded(String word) {
        var bare = new StringBuilder(word.length());
        for (var at = 0; at < word.length() && at <= WORD_LENGTH; at++) {
            var letter = word.charAt(at);
            if (letter != '.' && letter != '-' && letter != '_') {
                bare.append(letter);
            }
        }
        return bare.toString().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes every event, whatever else it names. */
    public boolean everything() {
        return everything;
    }

    /** Whole types that it takes, for who has to ask PostgreSQL. */
    public Set<String> names() {
        return names;
    }

    /** Beginnings of types that it takes. */
    public List<String> prefixes() {
        return prefixes;
    }

    /** @param type a native name or {@code provider.<name>} */
    public boolean accepts(String type) {
        if (everything || names.contains(type)) {
            return true;
        }
        for (var prefix : prefixes) {
            if (type.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
