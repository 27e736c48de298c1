package dev.angarium.provider.zapi;

import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Media;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Part.Card;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What a message says: the one member of the callback that is its content, and what surrounds it. */
final class ZapiContent {
    private ZapiContent() {}

    static Content read(Json body) {
        var content = new Content().type("unsupported");
        for (var at = 0; at < body.size(); at++) {
            if (body.at(at).isObject() && read(body.key(at), body.at(at), content)) {
                break;
            }
        }
        surroundings(body, content);
        return content;
    }

    private static void surroundings(Json body, Content content) {
        var quoted = body.get("referenceMessageId").scalar();
        if (!quoted.isEmpty()) {
            content.with(Part.quoted(quoted, "", ""));
        }
        if (body.get("forwarded").isTrue()) {
            content.with(Part.forwarded());
        }
        content.with(Part.ephemeral(body.get("messageExpirationSeconds").number(0)));
        content.with(Part.object("referral", body.get("externalAdReply")));
    }

    private static boolean read(String name, Json part, Content content) {
        switch (name) {
            case "text" -> content.type("text").text(part.get("message").text());
            case "image" -> media("image", "imageUrl", part, content);
            case "video", "ptv" -> media("video", "videoUrl", part, content);
            case "audio" -> media(part.get("ptt").isTrue() ? "voice" : "audio", "audioUrl", part, content);
            case "document" -> media("document", "documentUrl", part, content);
            case "sticker" -> media("sticker", "stickerUrl", part, content);
            case "location" -> location(part, content);
            case "contact" -> contacts(List.of(part), content);
            case "contacts" -> contacts(part.get("contacts").elements(), content);
            case "product" ->
                content.type("product").text(part.get("title").text()).with(Part.object(name, part));
            case "order" ->
                content.type("order").text(part.get("message").text()).with(Part.object(name, part));
            case "requestPayment", "sendPayment", "reviewAndPay", "reviewOrder", "pixKeyMessage" ->
                content.type("interactive").with(Part.object("payment", part));
            case "event" ->
                content.type("interactive").text(part.get("name").text()).with(Part.object(name, part));
            default -> {
                return replies(name, part, content);
            }
        }
        return true;
    }

    private static boolean replies(String name, Json part, Content content) {
        var message = part.get("message").text();
        switch (name) {
            case "buttonsResponseMessage", "buttonReply" ->
                content.type("buttons_response")
                        .text(message)
                        .with(Part.reply(part.get("buttonId").scalar(), message, "button"));
            case "listResponseMessage" -> {
                var title = part.get("title").text();
                content.type("list_response")
                        .text(title.isEmpty() ? message : title)
                        .with(Part.reply(part.get("selectedRowId").scalar(), title, "list"));
            }
            case "hydratedTemplate" -> content.type("template").text(message).with(Part.object("template", part));
            case "buttonsMessage", "listMessage", "carouselMessage", "interactiveMessage" ->
                content.type("interactive").text(message).with(Part.object("interactive", part));
            case "poll" -> poll(part, content);
            case "pollVote" -> pollVote(part, content);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void media(String type, String address, Json file, Content content) {
        var caption = file.get("caption").text();
        content.type(type)
                .text(caption)
                .with(new Media()
                        .source("", file.get(address).text(), "")
                        .file(
                                file.get("mimeType").text(),
                                file.either("fileName", "title").text(),
                                file.get("fileSize").number(0))
                        .caption(caption)
                        .shape(file)
                        .voice(type.equals("voice"))
                        .animated(file.get("isAnimated").isTrue()
                                || file.get("isGif").isTrue())
                        .viewOnce(file.get("viewOnce").isTrue()));
    }

    private static void location(Json place, Content content) {
        content.type("location")
                .with(Part.location(
                        place.get("latitude"),
                        place.get("longitude"),
                        place.get("name").text(),
                        place.get("address").text(),
                        place.get("url").text()));
    }

    private static void contacts(List<Json> contacts, Content content) {
        var cards = new ArrayList<Card>();
        for (var contact : contacts) {
            var phones = new ArrayList<String>();
            contact.get("phones").forEach(phone -> phones.add(phone.scalar()));
            cards.add(new Card(
                    contact.get("displayName").text(),
                    phones,
                    contact.either("vCard", "vcard").text()));
        }
        content.type("contacts")
                .text(cards.isEmpty() ? "" : cards.get(0).name())
                .with(Part.contacts(cards));
    }

    private static void poll(Json poll, Content content) {
        var question = poll.get("question").text();
        content.type("poll")
                .text(question)
                .with(Part.poll(
                        question, names(poll), poll.get("pollMaxOptions").number(0)));
    }

    private static void pollVote(Json vote, Content content) {
        var options = names(vote);
        content.type("poll_choice")
                .text(String.join(", ", options))
                .with(Part.pollVote(vote.get("pollMessageId").scalar(), options));
    }

    private static List<String> names(Json poll) {
        var names = new ArrayList<String>();
        poll.get("options").forEach(option -> names.add(option.get("name").text()));
        return names;
    }
}
