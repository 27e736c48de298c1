package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.event.EventTypes;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonOut;
import dev.angarium.provider.json.JsonOutcome;
import dev.angarium.provider.json.JsonReader;
import java.util.Base64;

/** An event's two stored pieces, as formats need them. */
final class StoredData {
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private StoredData() {}

    /** The normalised data as a tree; MISSING where there is none. */
    static Json tree(Event event) {
        return READER.tree(event.data());
    }

    /** The data with {@code raw} as its last member, spliced: nothing is parsed but what nobody has understood yet. */
    static void writeWithRaw(JsonOut out, String name, Event event) {
        out.name(name).beginObject();
        if (event.data().length > 2) {
            out.append(event.data(), 1, event.data().length - 1);
        }
        writeRaw(out, event);
        out.endObject();
    }

    private static void writeRaw(JsonOut out, Event event) {
        if (event.raw().length == 0) {
            return;
        }
        if (!isUnparsed(event)) {
            out.name("raw").splice(event.raw());
            return;
        }
        if (READER.read(event.raw()) instanceof JsonOutcome.Parsed parsed) {
            out.json("raw", parsed.root());
        } else {
            out.text("rawBase64", Base64.getEncoder().encodeToString(event.raw()));
        }
    }

    /** Whether raw can stand where JSON must. */
    static boolean isJson(Event event) {
        return event.raw().length > 0 && (!isUnparsed(event) || READER.read(event.raw()) instanceof JsonOutcome.Parsed);
    }

    /** An element of raw, or of the data where the broker itself tells the event; base64 text where raw is no JSON. */
    static void writeRawValue(JsonOut out, Event event) {
        if (event.raw().length == 0) {
            out.splice(event.data());
        } else if (!isUnparsed(event)) {
            out.splice(event.raw());
        } else if (READER.read(event.raw()) instanceof JsonOutcome.Parsed parsed) {
            parsed.root().writeTo(out);
        } else {
            out.value(Base64.getEncoder().encodeToString(event.raw()));
        }
    }

    private static boolean isUnparsed(Event event) {
        return event.type().equals(EventTypes.UNPARSED);
    }
}
