package dev.angarium.provider.whatsmeow;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.baileys.BaileysContent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.json.Json;

/** Messages: {Info, Message}. The content is WhatsApp's own, as Baileys has it too. */
final class WhatsmeowMessages {
    private static final String EDIT = "1";

    private WhatsmeowMessages() {}

    static ProviderEvent message(WhatsmeowEvent event) {
        var info = event.event().get("Info");
        var origin = event.origin(info, info.get("ID").scalar());
        var read = BaileysContent.read(event.event().get("Message"), Json.MISSING);
        var edit = info.get("Edit").scalar();
        return switch (read.kind()) {
            case CONTENT ->
                edit.equals(EDIT)
                        ? edited(event, origin, read)
                        : keyed(event, origin, type(origin), "content", served(event, read.content()));
            case REACTION -> keyed(event, origin, EventTypes.MESSAGE_REACTION, "reaction", read.content());
            case EDITED -> edited(event, origin, read);
            case DELETED -> deleted(event, origin, read.targetId());
            case PROTOCOL ->
                keyed(event, origin, ProviderEvent.ownType("protocol"), "protocol:" + read.editId(), read.content());
            case EMPTY -> stub(event, origin);
        };
    }

    /** A gateway that has fetched the file says where it put it. */
    private static Content served(WhatsmeowEvent event, Content content) {
        var url = event.root().get("s3").get("url").text();
        return url.isEmpty()
                ? content
                : content.with(out -> {
                    out.beginVolatile();
                    out.text("mediaUrl", url);
                    out.endVolatile();
                });
    }

    static ProviderEvent undecrypted(WhatsmeowEvent event) {
        var info = event.event().get("Info");
        return stub(event, event.origin(info, info.get("ID").scalar()));
    }

    /** A placeholder; its content may follow under the same id. */
    private static ProviderEvent stub(WhatsmeowEvent event, Origin origin) {
        var waiting = new Content().type("unsupported").with(Part.waiting());
        return keyed(event, origin, type(origin), "stub", waiting);
    }

    private static String type(Origin origin) {
        return origin.isFromMe() ? EventTypes.MESSAGE_SENT : EventTypes.MESSAGE_RECEIVED;
    }

    private static ProviderEvent keyed(WhatsmeowEvent event, Origin origin, String type, String kind, Content content) {
        return content.event(event.instance(), event.key(kind, origin.messageId()), type, origin, event.raw());
    }

    private static ProviderEvent edited(WhatsmeowEvent event, Origin origin, BaileysContent read) {
        var named =
                event.event().get("Info").get("MsgBotInfo").get("EditTargetID").text();
        var own = named.isEmpty() ? origin.messageId() : named;
        var target = read.targetId().isEmpty() ? own : read.targetId();
        var edit = read.editId().isEmpty() ? origin.messageId() : read.editId();
        var content = read.targetId().isEmpty() ? read.content().with(Part.edit(target)) : read.content();
        var key = target.isEmpty() || edit.isEmpty() ? event.hashed("edit") : new DedupeKey("edit:" + edit, target);
        return content.event(event.instance(), key, EventTypes.MESSAGE_EDITED, origin, event.raw());
    }

    private static ProviderEvent deleted(WhatsmeowEvent event, Origin origin, String target) {
        return new Content()
                .with(Part.delete(target))
                .event(event.instance(), event.key("revoke", target), EventTypes.MESSAGE_DELETED, origin, event.raw());
    }
}
