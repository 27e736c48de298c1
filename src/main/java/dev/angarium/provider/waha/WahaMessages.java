package dev.angarium.provider.waha;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.baileys.BaileysContent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Media;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;

/** Messages, reactions, edits, revocations and votes. */
final class WahaMessages {
    private WahaMessages() {}

    static ProviderEvent message(WahaEvent event) {
        var id = event.messageId();
        var origin = event.origin(id);
        var content = content(event);
        return content.event(event.session(), event.key("content", id), type(origin), origin, event.raw());
    }

    private static String type(Origin origin) {
        return origin.isFromMe() ? EventTypes.MESSAGE_SENT : EventTypes.MESSAGE_RECEIVED;
    }

    /** The content may follow under the same id. */
    static ProviderEvent waiting(WahaEvent event) {
        var origin = event.origin(event.messageId());
        return new Content()
                .type("unsupported")
                .with(Part.waiting())
                .event(event.session(), event.key("stub", event.messageId()), type(origin), origin, event.raw());
    }

    /** The two engines that show WhatsApp's own message say more of it than WAHA does. */
    private static Content content(WahaEvent event) {
        var payload = event.payload();
        var read = BaileysContent.read(event.engine().either("message", "Message"), Json.MISSING);
        var known = read.kind() == BaileysContent.Kind.CONTENT;
        var body = payload.get("body").text();
        var media = payload.get("media");
        if (payload.get("hasMedia").isTrue() || media.isObject()) {
            var type = known ? read.content().type() : type(media, event.engine());
            return surrounded(payload, file(type, body, media));
        }
        if (known && !read.content().type().equals("text")) {
            return read.content();
        }
        if (payload.get("location").isObject()) {
            return surrounded(payload, location(payload.get("location")));
        }
        return surrounded(
                payload,
                new Content().type(body.isEmpty() ? "unsupported" : "text").text(body));
    }

    private static Content surrounded(Json payload, Content content) {
        var quoted = payload.get("replyTo");
        if (quoted.isObject()) {
            content.with(Part.quoted(
                    quoted.get("id").scalar(),
                    quoted.get("body").text(),
                    quoted.get("participant").text()));
        }
        return content;
    }

    private static Content file(String type, String caption, Json media) {
        return new Content()
                .type(type)
                .text(caption)
                .with(new Media()
                        .source("", media.get("url").text(), "")
                        .file(
                                media.get("mimetype").text(),
                                media.get("filename").text(),
                                media.either("fileSize", "filesize").number(0))
                        .caption(caption)
                        .voice(type.equals("voice")));
    }

    private static String type(Json media, Json engine) {
        var told = engine.get("type").text();
        if (told.equals("ptt") || told.equals("sticker")) {
            return told.equals("ptt") ? "voice" : told;
        }
        var mime = media.get("mimetype").text();
        var kind = mime.substring(0, Math.max(0, mime.indexOf('/')));
        return switch (kind) {
            case "image", "video", "audio" -> kind;
            default -> "document";
        };
    }

    private static Content location(Json place) {
        return new Content()
                .type("location")
                .with(Part.location(
                        place.get("latitude"),
                        place.get("longitude"),
                        place.either("name", "description").text(),
                        place.get("address").text(),
                        place.get("url").text()));
    }

    static ProviderEvent reaction(WahaEvent event) {
        var reaction = event.payload().get("reaction");
        var content = new Content()
                .type("reaction")
                .with(Part.reaction(
                        reaction.get("text").text(), reaction.get("messageId").scalar()));
        return content.event(
                event.session(),
                event.key("reaction", event.messageId()),
                EventTypes.MESSAGE_REACTION,
                event.origin(event.messageId()),
                event.raw());
    }

    static ProviderEvent edited(WahaEvent event) {
        var payload = event.payload();
        var target = payload.get("editedMessageId").scalar();
        var edit = event.messageId().isEmpty() ? payload.get("timestamp").scalar() : event.messageId();
        var key = target.isEmpty() || edit.isEmpty() ? event.hashed("edit") : new DedupeKey("edit:" + edit, target);
        return new Content()
                .type("text")
                .text(payload.get("body").text())
                .with(Part.edit(target))
                .event(event.session(), key, EventTypes.MESSAGE_EDITED, event.origin(event.messageId()), event.raw());
    }

    /** {before, after, revokedMessageId}: the message as it was, if the engine still knew it, and what stands there now. */
    static ProviderEvent revoked(WahaEvent event) {
        var payload = event.payload();
        var message = payload.get("before").isObject() ? payload.get("before") : payload.get("after");
        var named = payload.get("revokedMessageId").scalar();
        var target = named.isEmpty() ? message.get("id").scalar() : named;
        var origin = event.origin(message, target);
        return new Content()
                .with(Part.delete(target))
                .event(event.session(), event.key("revoke", target), EventTypes.MESSAGE_DELETED, origin, event.raw());
    }

    /** A vote names the poll's message; the options are empty where the engine could not decrypt them. */
    static ProviderEvent vote(WahaEvent event) {
        var vote = event.payload().get("vote");
        var options = new ArrayList<String>();
        vote.get("selectedOptions").forEach(option -> options.add(option.scalar()));
        var poll = event.payload().get("poll").get("id").scalar();
        var id = vote.get("id").scalar();
        var origin = event.origin(vote, id);
        return new Content()
                .type("poll_choice")
                .text(String.join(", ", options))
                .with(Part.pollVote(poll, options))
                .event(event.session(), event.key("content", id), type(origin), origin, event.raw());
    }
}
