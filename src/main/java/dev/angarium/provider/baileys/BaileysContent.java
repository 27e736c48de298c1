package dev.angarium.provider.baileys;

import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Media;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Part.Card;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code message} object says. Wrappers (disappearing, view once, captioned documents, edits) are taken off first,
 * and each costs one level of the document's depth, so they end. Protocol messages turn out as what they do: an edit, a
 * revocation, or something for machines only.
 *
 * @param kind what it is
 * @param content type, text and parts
 * @param targetId the message that is edited, revoked or reacted to
 * @param editId what tells one edit of a message from the next; empty where the provider gives none
 */
public record BaileysContent(Kind kind, Content content, String targetId, String editId) {
    /** What a message object does. */
    public enum Kind {
        CONTENT,
        REACTION,
        EDITED,
        DELETED,
        /** For machines: keys, history, settings. */
        PROTOCOL,
        /** Nothing to read, yet. */
        EMPTY
    }

    /** What lies around a message's member: its siblings, and whether a wrapper lets it be seen once. */
    private record Around(Json message, boolean viewOnce) {}

    private static final String REVOKE = "REVOKE";
    private static final String EDIT = "MESSAGE_EDIT";

    /** @param outerContext a contextInfo beside the message; used where the message has none */
    public static BaileysContent read(Json message, Json outerContext) {
        return unwrapped(message, outerContext, false);
    }

    /** The text of a message that another one quotes; empty where it has none. */
    static String preview(Json quoted) {
        var content = new Content();
        for (var at = 0; at < quoted.size(); at++) {
            if (quoted.isObject() && read(quoted.key(at), quoted.at(at), content, new Around(quoted, false))) {
                return content.text();
            }
        }
        return "";
    }

    private static BaileysContent unwrapped(Json message, Json outerContext, boolean viewOnce) {
        for (var at = 0; at < message.size() && message.isObject(); at++) {
            var name = message.key(at);
            var body = message.at(at);
            if (isWrapper(name) && body.get("message").isObject()) {
                return wrapped(name, body.get("message"), outerContext, viewOnce || name.startsWith("viewOnce"));
            }
            if (name.equals("protocolMessage")) {
                return protocol(body, outerContext);
            }
            if (name.equals("reactionMessage")) {
                return reaction(body);
            }
        }
        return plain(message, outerContext, viewOnce);
    }

    private static boolean isWrapper(String name) {
        return switch (name) {
            case "ephemeralMessage",
                    "viewOnceMessage",
                    "viewOnceMessageV2",
                    "viewOnceMessageV2Extension",
                    "documentWithCaptionMessage",
                    "deviceSentMessage",
                    "groupMentionedMessage",
                    "botInvokeMessage",
                    "lottieStickerMessage",
                    "associatedChildMessage",
                    "groupStatusMessage",
                    "groupStatusMessageV2",
                    "editedMessage" -> true;
            default -> false;
        };
    }

    private static BaileysContent wrapped(String name, Json inner, Json outerContext, boolean viewOnce) {
        var read = unwrapped(inner, outerContext, viewOnce);
        return name.equals("editedMessage") && read.kind == Kind.CONTENT
                ? new BaileysContent(Kind.EDITED, read.content, "", "")
                : read;
    }

    private static BaileysContent protocol(Json body, Json outerContext) {
        var type = body.get("type").scalar();
        var target = body.get("key").either("id", "ID").scalar();
        var edited = body.get("editedMessage");
        if (type.equals(EDIT) || type.equals("14") || edited.isObject()) {
            var inner = unwrapped(edited, outerContext, false).content;
            return new BaileysContent(
                    Kind.EDITED,
                    inner.with(Part.edit(target)),
                    target,
                    body.either("timestampMs", "timestampMS").scalar());
        }
        if (!target.isEmpty() && (type.equals(REVOKE) || type.equals("0") || type.isEmpty())) {
            return new BaileysContent(Kind.DELETED, new Content().with(Part.delete(target)), target, "");
        }
        return new BaileysContent(Kind.PROTOCOL, new Content().with(Part.object("protocol", body)), target, type);
    }

    private static BaileysContent reaction(Json body) {
        var target = body.get("key").either("id", "ID").scalar();
        var content = new Content()
                .type("reaction")
                .with(Part.reaction(body.get("text").text(), target));
        return new BaileysContent(Kind.REACTION, content, target, "");
    }

    private static BaileysContent plain(Json message, Json outerContext, boolean viewOnce) {
        var content = new Content();
        for (var at = 0; at < message.size() && message.isObject(); at++) {
            var body = message.at(at);
            if (read(message.key(at), body, content, new Around(message, viewOnce))) {
                var own = body.get("contextInfo");
                BaileysContext.read(own.size() == 0 ? outerContext : own, content);
                return new BaileysContent(Kind.CONTENT, content, "", "");
            }
        }
        return foreign(message, content);
    }

    /** Content of a kind that is not known here; or only keys and context, which are no content. */
    private static BaileysContent foreign(Json message, Content content) {
        for (var at = 0; at < message.size() && message.isObject(); at++) {
            if (message.at(at).isObject() && isForeign(message.key(at))) {
                return new BaileysContent(Kind.CONTENT, content.type("unsupported"), "", "");
            }
        }
        return new BaileysContent(Kind.EMPTY, content.type("unsupported"), "", "");
    }

    private static boolean isForeign(String name) {
        return name.endsWith("Message") && !name.contains("enderKeyDistribution");
    }

    private static boolean read(String name, Json body, Content content, Around around) {
        if (body.absent()) {
            return false;
        }
        switch (name) {
            case "conversation" -> {
                content.type("text").text(body.text());
                return !body.text().isEmpty();
            }
            case "extendedTextMessage" ->
                content.type("text").text(body.get("text").text());
            case "imageMessage" -> media("image", body, content, around);
            case "videoMessage", "ptvMessage" -> media("video", body, content, around);
            case "audioMessage" -> media(body.either("ptt", "PTT").isTrue() ? "voice" : "audio", body, content, around);
            case "documentMessage" -> media("document", body, content, around);
            case "stickerMessage" -> media("sticker", body, content, around);
            case "locationMessage" ->
                location(body.get("isLive").isTrue() ? "live_location" : "location", body, content);
            case "liveLocationMessage" -> location("live_location", body, content);
            case "contactMessage" -> contacts(List.of(body), content);
            case "contactsArrayMessage" -> contacts(body.get("contacts").elements(), content);
            case "orderMessage" ->
                content.type("order").text(body.get("message").text()).with(Part.object("order", body));
            case "productMessage" -> product(body, content);
            case "groupInviteMessage" ->
                content.type("interactive").text(body.get("caption").text()).with(Part.object("invite", body));
            case "call", "callLogMesssage", "callLogMessage", "scheduledCallCreationMessage" ->
                content.type("call").with(Part.object("call", body));
            default -> {
                return BaileysReplies.read(name, body, content);
            }
        }
        return true;
    }

    private static void media(String type, Json file, Content content, Around around) {
        var own = file.either("url", "URL").text();
        var served = around.message().get("mediaUrl").text();
        content.type(type).text(file.get("caption").text());
        if (!isFile(file)) {
            return; // an edit of a caption repeats nothing else
        }
        content.with(new Media()
                .source(
                        "",
                        served.isEmpty() ? own : served,
                        file.get("directPath").text())
                .file(
                        file.get("mimetype").text(),
                        file.either("fileName", "title").text(),
                        Buffers.length(file.get("fileLength")))
                .hashes(
                        Buffers.base64(file.either("fileSha256", "fileSHA256")),
                        Buffers.base64(file.either("fileEncSha256", "fileEncSHA256")),
                        Buffers.base64(file.get("mediaKey")))
                .caption(file.get("caption").text())
                .shape(file)
                .voice(type.equals("voice"))
                .animated(file.either("isAnimated", "gifPlayback").isTrue())
                .viewOnce(around.viewOnce() || file.get("viewOnce").isTrue()));
    }

    private static boolean isFile(Json file) {
        return !file.either("url", "URL").absent()
                || !file.either("directPath", "mediaKey").absent()
                || !file.either("mimetype", "fileName").absent();
    }

    private static void location(String type, Json place, Content content) {
        content.type(type)
                .text(place.either("comment", "caption").text())
                .with(Part.location(
                        place.get("degreesLatitude"),
                        place.get("degreesLongitude"),
                        place.get("name").text(),
                        place.get("address").text(),
                        place.either("url", "URL").text()));
    }

    private static void contacts(List<Json> contacts, Content content) {
        var cards = new ArrayList<Card>();
        for (var contact : contacts) {
            var vcard = contact.get("vcard").text();
            cards.add(new Card(contact.get("displayName").text(), Vcards.phones(vcard), vcard));
        }
        content.type("contacts").with(Part.contacts(cards));
    }

    private static void product(Json body, Content content) {
        var product = body.get("product");
        content.type("product").text(product.get("title").text()).with(Part.object("product", product));
    }
}
