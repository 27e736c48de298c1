package dev.angarium.dispatch;

import dev.angarium.event.Event;
import dev.angarium.event.EventFilter;
import dev.angarium.tenant.Subscription;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which events a subscription asked for. Pure and cheap.
 *
 * @param types by name
 * @param instances public ids; empty: all
 * @param chats chat keys; empty: all, and events without a chat
 * @param groups whether events of groups are wanted
 */
public record Interest(Predicate<String> types, Set<String> instances, Set<String> chats, boolean groups) {
    private static final String GROUP_EVENTS = "group.";
    private static final String GROUP_JID = "@g.us";
    private static final String GROUP_PHONE = "-group";

    static Interest of(Subscription subscription) {
        return of(subscription.events(), subscription.instances(), subscription.chats(), subscription.groups());
    }

    /** @param words checked at registration; ones that this release does not know want nothing */
    public static Interest of(List<String> words, Set<String> instances, Set<String> chats, boolean groups) {
        return new Interest(typesOf(words), instances, chats, groups);
    }

    public boolean includes(Event event) {
        return types.test(event.type())
                && (instances.isEmpty() || instances.contains(event.instance().id()))
                && (chats.isEmpty() || (event.chat() != null && chats.contains(event.chat())))
                && (groups || !isOfGroup(event));
    }

    private static boolean isOfGroup(Event event) {
        var chat = event.chat();
        return event.type().startsWith(GROUP_EVENTS)
                || (chat != null && (chat.endsWith(GROUP_JID) || chat.endsWith(GROUP_PHONE)));
    }

    public static Predicate<String> typesOf(List<String> words) {
        return EventFilter.parse(words) instanceof EventFilter.Parsed.Accepted accepted
                ? accepted.filter()::accepts
                : type -> false;
    }
}
