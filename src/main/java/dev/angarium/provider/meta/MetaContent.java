package dev.angarium.provider.meta;

import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Media;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Part.Card;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What a message of Meta says, by its {@code type}; a type that is not known here becomes {@code unsupported}. */
final class MetaContent {
    private MetaContent() {}

    static Content read(Json message) {
        var content = new Content();
        var type = message.get("type").text();
        var body = message.get(type);
        switch (type) {
            case "text" -> content.type("text").text(body.get("body").text());
            case "image", "video", "audio", "sticker", "document" -> media(type, body, content);
            case "location" -> location(body, content);
            case "contacts" -> content.type("contacts").with(Part.contacts(cards(body)));
            case "button" -> button(body, content);
            case "interactive" -> interactive(body, content);
            case "order" -> content.type("order").text(body.get("text").text()).with(Part.object("order", body));
            case "product" -> content.type("product").with(Part.object("product", body));
            case "template" -> content.type("template").with(Part.object("template", body));
            case "system" ->
                content.type("system").text(body.get("body").text()).with(Part.object("system", body));
            case "poll" -> poll(body, content);
            default -> content.type("unsupported");
        }
        around(message, content);
        return content;
    }

    private static void media(String type, Json file, Content content) {
        var voice = file.get("voice").isTrue();
        content.type(voice ? "voice" : type)
                .text(file.get("caption").text())
                .with(new Media()
                        .source(
                                file.get("id").scalar(),
                                file.either("url", "link").text(),
                                "")
                        .file(
                                file.get("mime_type").text(),
                                file.get("filename").text(),
                                file.get("file_size").number(0))
                        .hashes(file.get("sha256").text(), "", "")
                        .caption(file.get("caption").text())
                        .shape(file)
                        .voice(voice)
                        .animated(file.get("animated").isTrue()));
    }

    private static void location(Json place, Content content) {
        content.type(place.get("live").isTrue() ? "live_location" : "location")
                .with(Part.location(
                        place.get("latitude"),
                        place.get("longitude"),
                        place.get("name").text(),
                        place.get("address").text(),
                        place.get("url").text()));
    }

    private static List<Card> cards(Json contacts) {
        var cards = new ArrayList<Card>();
        for (var contact : contacts.elements()) {
            var phones = new ArrayList<String>();
            for (var phone : contact.get("phones").elements()) {
                phones.add(phone.either("phone", "wa_id").scalar());
            }
            var name = contact.get("name");
            cards.add(new Card(name.either("formatted_name", "first_name").text(), phones, ""));
        }
        return cards;
    }

    private static void button(Json button, Content content) {
        var title = button.get("text").text();
        content.type("buttons_response")
                .text(title)
                .with(Part.reply(button.get("payload").text(), title, "template"));
    }

    private static void interactive(Json body, Content content) {
        switch (body.get("type").text()) {
            case "button_reply" -> chosen(body.get("button_reply"), "buttons_response", "button", content);
            case "list_reply" -> chosen(body.get("list_reply"), "list_response", "list", content);
            case "nfm_reply" -> {
                var reply = body.get("nfm_reply");
                content.type("interactive")
                        .text(reply.get("body").text())
                        .with(Part.reply("", reply.get("name").text(), "flow"))
                        .with(Part.object("flow", reply));
            }
            default -> content.type("interactive").with(Part.object("interactive", body));
        }
    }

    private static void chosen(Json reply, String type, String kind, Content content) {
        var title = reply.get("title").text();
        content.type(type).text(title).with(Part.reply(reply.get("id").scalar(), title, kind));
    }

    private static void poll(Json poll, Content content) {
        var options = new ArrayList<String>();
        for (var option : poll.get("options").elements()) {
            options.add(option.isObject() ? option.either("name", "text").text() : option.scalar());
        }
        var question = poll.either("question", "name").text();
        content.type("poll")
                .text(question)
                .with(Part.poll(question, options, poll.get("max").number(0)));
    }

    /** What any message may carry beside its body. */
    private static void around(Json message, Content content) {
        var context = message.get("context");
        var quoted = context.get("id").scalar();
        if (!quoted.isEmpty()) {
            content.with(Part.quoted(quoted, "", context.get("from").scalar()));
        }
        if (context.get("forwarded").isTrue()
                || context.get("frequently_forwarded").isTrue()) {
            content.with(Part.forwarded());
        }
        if (context.get("referred_product").isObject()) {
            content.with(Part.object("product", context.get("referred_product")));
        }
        content.with(Part.object("referral", message.get("referral")));
        content.with(Part.object("errors", message.get("errors")));
    }
}
