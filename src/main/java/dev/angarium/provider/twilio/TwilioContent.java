package dev.angarium.provider.twilio;

import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Media;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;
import java.util.Locale;

/** What a message says, out of flat parameters. */
final class TwilioContent {
    /** More than Twilio sends with one message. */
    private static final int FILES_MAX = 10;

    private TwilioContent() {}

    static Content read(Json parameters) {
        var content = new Content().text(parameters.get("Body").scalar());
        kind(parameters, content);
        surroundings(parameters, content);
        return content;
    }

    private static void kind(Json parameters, Content content) {
        var type = parameters.get("MessageType").scalar();
        if (type.equals("reaction")) {
            content.type(type)
                    .with(Part.reaction(
                            content.text(),
                            parameters.get("OriginalRepliedMessageSid").scalar()))
                    .text("");
        } else if (parameters.get("NumMedia").number(0) > 0) {
            files(parameters, content);
        } else if (!parameters.get("Latitude").absent()) {
            location(parameters, content);
        } else if (!parameters.either("ButtonPayload", "ButtonText").absent()) {
            chosen("button", "ButtonPayload", "ButtonText", parameters, content.type("buttons_response"));
        } else if (!parameters.either("ListId", "ListTitle").absent()) {
            chosen("list", "ListId", "ListTitle", parameters, content.type("list_response"));
        } else if (!parameters.either("InteractiveData", "FlowData").absent()) {
            content.type("interactive").with(Part.reply("", "", "flow"));
        } else {
            content.type(type.equals("unsupported") || type.equals("order") ? type : "text");
        }
    }

    private static void chosen(String kind, String id, String title, Json parameters, Content content) {
        var shown = parameters.get(title).scalar();
        content.text(shown.isEmpty() ? content.text() : shown)
                .with(Part.reply(parameters.get(id).scalar(), shown, kind));
    }

    /** The first file is the message's own; those behind it are listed beside it. */
    private static void files(Json parameters, Content content) {
        var mime = parameters.get("MediaContentType0").scalar();
        var url = parameters.get("MediaUrl0").scalar();
        content.type(type(mime, url, parameters.get("MessageType").scalar()))
                .with(new Media()
                        .source("", url, "")
                        .file(mime, parameters.get("MediaFilename0").scalar(), 0)
                        .caption(content.text()));
        var count = Math.min(FILES_MAX, parameters.get("NumMedia").number(1));
        if (count > 1) {
            content.with(out -> further(parameters, count, out));
        }
    }

    private static void further(Json parameters, long count, JsonOut out) {
        out.array("furtherMedia");
        for (var at = 1; at < count; at++) {
            out.beginObject().text("mimeType", parameters.get("MediaContentType" + at));
            out.beginVolatile();
            out.text("url", parameters.get("MediaUrl" + at));
            out.endVolatile().endObject();
        }
        out.endArray();
    }

    /** By what Twilio calls it, else by the file's own type, else by the end of its name. */
    private static String type(String mime, String url, String told) {
        if (told.equals("sticker")) {
            return told;
        }
        var kind = mime.isEmpty() ? "" : mime.substring(0, Math.max(0, mime.indexOf('/')));
        return switch (kind) {
            case "image", "video", "audio" -> kind;
            case "" -> byName(url.toLowerCase(Locale.ROOT));
            default -> "document";
        };
    }

    private static String byName(String url) {
        if (url.endsWith(".jpg") || url.endsWith(".jpeg") || url.endsWith(".png") || url.endsWith(".gif")) {
            return "image";
        }
        if (url.endsWith(".mp4") || url.endsWith(".3gp")) {
            return "video";
        }
        return url.endsWith(".ogg") || url.endsWith(".mp3") || url.endsWith(".amr") ? "audio" : "document";
    }

    private static void location(Json parameters, Content content) {
        content.type("location")
                .with(Part.location(
                        parameters.get("Latitude"),
                        parameters.get("Longitude"),
                        parameters.get("Label").scalar(),
                        parameters.get("Address").scalar(),
                        ""));
    }

    private static void surroundings(Json parameters, Content content) {
        var quoted = parameters.get("OriginalRepliedMessageSid").scalar();
        if (!quoted.isEmpty() && !content.type().equals("reaction")) {
            content.with(Part.quoted(
                    quoted, "", parameters.get("OriginalRepliedMessageSender").scalar()));
        }
        if (parameters.get("Forwarded").isTrue()
                || parameters.get("FrequentlyForwarded").isTrue()) {
            content.with(Part.forwarded());
        }
        if (!parameters.either("ReferralSourceUrl", "ReferralCtwaClid").absent()) {
            content.with(out -> out.object("referral")
                    .text("sourceUrl", parameters.get("ReferralSourceUrl"))
                    .text("sourceId", parameters.get("ReferralSourceId"))
                    .text("sourceType", parameters.get("ReferralSourceType"))
                    .text("headline", parameters.get("ReferralHeadline"))
                    .text("body", parameters.get("ReferralBody"))
                    .text("ctwaClid", parameters.get("ReferralCtwaClid"))
                    .endObject());
        }
    }
}
