package dev.angarium.provider.simple;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.FieldProblem;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.json.Iso;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOutcome;
import dev.angarium.provider.json.JsonReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {message_id, from, to, ts, text?}; unknown fields are ignored. All messages belong to the account {@value #ACCOUNT}.
 * The data has {@code simple: {from, to, ts}} beside the normalised fields, as sent.
 */
public final class SimpleReader implements Reader {
    public static final String ACCOUNT = "simple";

    private static final int TEXT_POINTS = 4096;
    private static final int ID_POINTS = 512;
    private static final int NUMBER_LENGTH = 64;

    private final JsonReader json;

    public SimpleReader(JsonReader json) {
        this.json = json;
    }

    @Override
    public Readout read(Webhook webhook) {
        if (!(json.read(webhook.body()) instanceof JsonOutcome.Parsed parsed)) {
            return new Readout.Invalid(List.of(new FieldProblem("", "must be JSON")));
        }
        var root = parsed.root();
        if (!root.isObject()) {
            return new Readout.Invalid(List.of(new FieldProblem("", "must be a JSON object")));
        }
        var problems = problems(root);
        return problems.isEmpty() ? new Readout.Events(List.of(event(root))) : new Readout.Invalid(problems);
    }

    private static List<FieldProblem> problems(Json root) {
        var problems = new ArrayList<FieldProblem>();
        checkId(root.get("message_id"), problems);
        checkNumber("from", root.get("from"), problems);
        checkNumber("to", root.get("to"), problems);
        var ts = root.get("ts").text();
        if (!ts.endsWith("Z") || Iso.parse(ts) == Iso.NONE) {
            problems.add(new FieldProblem("ts", "must be an ISO 8601 time in UTC that ends in Z"));
        }
        checkText(root.get("text"), problems);
        return problems;
    }

    private static void checkId(Json id, List<FieldProblem> problems) {
        if (id.text().isEmpty()) {
            problems.add(new FieldProblem("message_id", "must be a text that is not empty"));
        } else if (points(id.text()) > ID_POINTS) {
            problems.add(new FieldProblem("message_id", "must have at most " + ID_POINTS + " code points"));
        }
    }

    private static void checkNumber(String name, Json number, List<FieldProblem> problems) {
        var text = number.text();
        var digits = text.length() > 1 && text.length() <= NUMBER_LENGTH && text.charAt(0) == '+';
        for (var at = 1; at < text.length() && digits; at++) {
            digits = text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }
        if (!digits) {
            problems.add(new FieldProblem(name, "must be a plus and digits (E.164)"));
        }
    }

    private static void checkText(Json text, List<FieldProblem> problems) {
        if (!text.absent() && !text.isString()) {
            problems.add(new FieldProblem("text", "must be a text"));
        } else if (points(text.text()) > TEXT_POINTS) {
            problems.add(new FieldProblem("text", "must have at most " + TEXT_POINTS + " code points"));
        }
    }

    private static int points(String text) {
        return text.codePointCount(0, text.length());
    }

    private static ProviderEvent event(Json root) {
        var from = root.get("from").text();
        var ts = root.get("ts").text();
        var id = root.get("message_id").text();
        var origin = new Origin(id, Iso.parse(ts)).chat(from).sender(from, "").phone(Phones.ofText(from));
        var content = new Content().type("text").text(root.get("text").text()).with(out -> out.object("simple")
                .text("from", from)
                .text("to", root.get("to").text())
                .text("ts", ts)
                .endObject());
        return content.event(ACCOUNT, new DedupeKey("content", id), EventTypes.MESSAGE_RECEIVED, origin, root.slice());
    }
}
