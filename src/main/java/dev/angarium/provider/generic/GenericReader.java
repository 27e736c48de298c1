package dev.angarium.provider.generic;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ContentHash;
import dev.angarium.provider.Credentials;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads any JSON object, or an array of them, each as one event.
 *
 * <table>
 * <caption>Fields that are understood; all are optional</caption>
 * <tr><td>{@code event}, else {@code type}, else the path's last segment</td>
 *     <td>a native name ({@code message.received}, …), or any other: kept as {@code provider.<event>};
 *     without one {@code provider.generic}</td></tr>
 * <tr><td>{@code id} or {@code messageId}</td><td>makes a resend a duplicate. Without it the content does, so two equal
 *     objects are one event within eight days: give an id or a timestamp</td></tr>
 * <tr><td>{@code instance} or {@code instanceId}</td><td>the account</td></tr>
 * <tr><td>{@code chat} or {@code chatId}</td><td>the chat; else the sender's (or, from the own side, the recipient's) id</td></tr>
 * <tr><td>{@code from} or {@code senderId}, {@code to}, {@code name} or {@code senderName}, {@code fromMe}</td><td>who</td></tr>
 * <tr><td>{@code timestamp} or {@code ts}</td><td>seconds, milliseconds or ISO 8601</td></tr>
 * <tr><td>{@code text}, {@code status}, {@code emoji} and {@code targetId}</td><td>of messages, receipts, reactions, edits</td></tr>
 * </table>
 */
public final class GenericReader implements Reader {
    /** Events that only the broker itself tells. */
    private static final Set<String> OWN =
            Set.of(EventTypes.MEDIA_READY, EventTypes.MEDIA_FAILED, EventTypes.SUBSCRIPTION_TEST);

    private static final String UNNAMED = "generic";

    private final JsonBody body;

    public GenericReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        return body.read(webhook, root -> events(webhook, root));
    }

    private static List<ProviderEvent> events(Webhook webhook, Json root) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var element : root.elements()) {
            if (!element.isObject()) {
                return List.of();
            }
            events.add(event(webhook, element));
        }
        return events;
    }

    private static ProviderEvent event(Webhook webhook, Json object) {
        var name = name(webhook, object);
        var known = EventTypes.NATIVE.contains(name) && !OWN.contains(name);
        var origin = origin(object);
        var content = known
                ? content(name, object)
                : new Content().text(object.get("text").text());
        return content.event(
                object.either("instance", "instanceId").scalar(),
                key(name, object),
                known ? name : ProviderEvent.ownType(name),
                origin,
                object.sliceWithout(Credentials.ANYWHERE));
    }

    private static String name(Webhook webhook, Json object) {
        var given = object.either("event", "type").text();
        var segments = webhook.suffix();
        if (given.isEmpty()) {
            return segments.isEmpty() ? UNNAMED : segments.get(segments.size() - 1);
        }
        return given;
    }

    private static Origin origin(Json object) {
        var fromMe = object.get("fromMe").isTrue();
        var sender = object.either("from", "senderId").scalar();
        var chat = object.either("chat", "chatId").scalar();
        var other = fromMe ? object.get("to").scalar() : sender;
        var chatId = chat.isEmpty() ? other : chat;
        var id = object.either("id", "messageId").scalar();
        return new Origin(id, Times.of(object.either("timestamp", "ts")))
                .chat(chatId)
                .group(Jids.isGroup(chatId))
                .fromMe(fromMe)
                .sender(sender, object.either("name", "senderName").text())
                .phone(Jids.isPhone(other) ? Phones.ofJid(other) : Phones.ofText(other));
    }

    private static Content content(String name, Json object) {
        var content = new Content().text(object.get("text").text());
        var target = object.get("targetId").scalar();
        return switch (name) {
            case EventTypes.MESSAGE_RECEIVED, EventTypes.MESSAGE_SENT -> content.type("text");
            case EventTypes.MESSAGE_STATUS ->
                content.with(Part.status(
                        object.get("status").scalar(), object.get("to").scalar(), object.get("errors")));
            case EventTypes.MESSAGE_REACTION ->
                content.type("reaction").with(Part.reaction(object.get("emoji").text(), target));
            case EventTypes.MESSAGE_EDITED -> content.type("text").with(Part.edit(target));
            case EventTypes.MESSAGE_DELETED -> content.with(Part.delete(target));
            default -> content;
        };
    }

    /** The same id may come under several events, and a receipt's id once for each status. */
    private static DedupeKey key(String name, Json object) {
        var id = object.either("id", "messageId").scalar();
        var status = object.get("status").scalar();
        var kind = status.isEmpty() ? name : name + ':' + status;
        return id.isEmpty() ? ContentHash.of(object, name, "") : new DedupeKey(kind, id);
    }
}
