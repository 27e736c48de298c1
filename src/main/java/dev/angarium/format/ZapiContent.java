package dev.angarium.format;

import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;

/** The one member of a ReceivedCallback that holds what was said. A type that Z-API does not have comes as its text. */
final class ZapiContent {
    private ZapiContent() {}

    static void write(JsonOut out, Json data) {
        switch (data.get("type").text()) {
            case "image", "video", "audio", "voice", "document", "sticker" -> media(out, data);
            case "location", "live_location" -> location(out, data.get("location"));
            case "contacts" -> contact(out, data.get("contacts"));
            case "buttons_response" ->
                out.object("buttonsResponseMessage")
                        .text("buttonId", data.get("reply").get("id"))
                        .text("message", data.get("text"))
                        .endObject();
            case "list_response" ->
                out.object("listResponseMessage")
                        .text("message", data.get("text"))
                        .text("title", data.get("reply").get("title"))
                        .text("selectedRowId", data.get("reply").get("id"))
                        .endObject();
            case "poll" -> poll(out, data.get("poll"));
            case "poll_choice" -> pollVote(out, data.get("pollVote"));
            case "template" ->
                out.object("hydratedTemplate").text("message", data.get("text")).endObject();
            default ->
                out.object("text")
                        .name("message")
                        .value(data.get("text").text())
                        .endObject();
        }
    }

    private static void media(JsonOut out, Json data) {
        var media = data.get("media");
        var kind = data.get("type").text();
        var name = kind.equals("voice") ? "audio" : kind;
        out.object(name)
                .text(name + "Url", media.get("url"))
                .text("mimeType", media.get("mimeType"))
                .text("caption", media.get("caption"));
        switch (name) {
            case "audio" ->
                out.bool("ptt", kind.equals("voice"))
                        .positive("seconds", media.get("seconds").number(0));
            case "document" -> out.text("title", media.get("fileName")).text("fileName", media.get("fileName"));
            default -> {
                out.positive("width", media.get("width").number(0));
                out.positive("height", media.get("height").number(0));
                out.positive("seconds", media.get("seconds").number(0));
            }
        }
        if (!name.equals("sticker") && !name.equals("document")) {
            out.bool("viewOnce", media.get("viewOnce").isTrue());
        }
        out.endObject();
    }

    private static void location(JsonOut out, Json location) {
        out.object("location")
                .real("latitude", location.get("latitude"))
                .real("longitude", location.get("longitude"))
                .text("address", location.get("address"))
                .text("url", location.get("url"))
                .text("name", location.get("name"))
                .endObject();
    }

    private static void contact(JsonOut out, Json contacts) {
        var first = contacts.at(0);
        out.object("contact")
                .text("displayName", first.get("name"))
                .text("vCard", first.get("vcard"))
                .json("phones", first.get("phones"))
                .endObject();
    }

    private static void poll(JsonOut out, Json poll) {
        out.object("poll").text("question", poll.get("question"));
        out.number("pollMaxOptions", poll.get("max").number(0));
        options(out, poll.get("options"));
        out.endObject();
    }

    private static void pollVote(JsonOut out, Json vote) {
        out.object("pollVote").text("pollMessageId", vote.get("pollId"));
        options(out, vote.get("options"));
        out.endObject();
    }

    private static void options(JsonOut out, Json options) {
        out.array("options");
        for (var option : options) {
            out.beginObject().text("name", option).endObject();
        }
        out.endArray();
    }
}
