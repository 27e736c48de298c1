package dev.angarium.provider.baileys;

import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;

/** Buttons, lists, flows and polls, asked and answered. */
final class BaileysReplies {
    private BaileysReplies() {}

    /** Whether the member is one of these; then it is read into the content. */
    static boolean read(String name, Json body, Content content) {
        switch (name) {
            case "buttonsResponseMessage" ->
                chosen(
                        "button",
                        body.either("selectedButtonId", "selectedButtonID").scalar(),
                        body.get("selectedDisplayText").text(),
                        content.type("buttons_response"));
            case "templateButtonReplyMessage" ->
                chosen(
                        "template",
                        body.either("selectedId", "selectedID").scalar(),
                        body.get("selectedDisplayText").text(),
                        content.type("buttons_response"));
            case "listResponseMessage" -> {
                var row = body.get("singleSelectReply");
                var id = row.either("selectedRowId", "selectedRowID").scalar();
                chosen("list", id, body.get("title").text(), content.type("list_response"));
            }
            case "interactiveResponseMessage" -> flow(body, content);
            case "buttonsMessage" -> offered(body, body.get("contentText").text(), content.type("interactive"));
            case "listMessage" ->
                offered(body, body.either("description", "title").text(), content.type("interactive"));
            case "interactiveMessage" ->
                offered(body, body.get("body").get("text").text(), content.type("interactive"));
            case "templateMessage" -> template(body, content);
            case "highlyStructuredMessage" -> content.type("template").with(Part.object("template", body));
            default -> {
                return poll(name, body, content);
            }
        }
        return true;
    }

    private static void chosen(String kind, String id, String title, Content content) {
        content.text(title).with(Part.reply(id, title, kind));
    }

    private static void flow(Json body, Content content) {
        var flow = body.get("nativeFlowResponseMessage");
        content.type("interactive")
                .text(body.get("body").get("text").text())
                .with(Part.reply("", flow.get("name").text(), "flow"))
                .with(Part.object("flow", flow));
    }

    private static void offered(Json body, String text, Content content) {
        content.text(text).with(Part.object("interactive", body));
    }

    private static void template(Json body, Content content) {
        var hydrated = body.either("hydratedTemplate", "hydratedFourRowTemplate");
        var text = hydrated.get("hydratedContentText").text();
        var inner =
                body.get("interactiveMessageTemplate").get("body").get("text").text();
        content.type("template").text(text.isEmpty() ? inner : text).with(Part.object("template", body));
    }

    private static boolean poll(String name, Json body, Content content) {
        if (name.startsWith("pollCreationMessage") && body.isObject()) {
            var options = new ArrayList<String>();
            for (var option : body.get("options").elements()) {
                options.add(option.get("optionName").text());
            }
            var question = body.get("name").text();
            var max = body.either("selectableOptionsCount", "selectableCount").number(0);
            content.type("poll").text(question).with(Part.poll(question, options, max));
            return true;
        }
        if (name.equals("pollUpdateMessage")) {
            var poll = body.get("pollCreationMessageKey").either("id", "ID").scalar();
            content.type("poll_choice").with(Part.pollVote(poll, selected(body.get("vote"))));
            return true;
        }
        return false;
    }

    /** Empty while the vote is encrypted end to end. */
    private static ArrayList<String> selected(Json vote) {
        var options = new ArrayList<String>();
        for (var option : vote.get("selectedOptions").elements()) {
            if (option.isObject()) {
                options.add(option.either("name", "optionName").text());
            } else {
                options.add(option.text());
            }
        }
        return options;
    }
}
