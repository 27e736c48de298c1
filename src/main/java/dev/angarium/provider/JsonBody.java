package dev.angarium.provider;

import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOutcome;
import dev.angarium.provider.json.JsonReader;
import java.util.List;
import java.util.function.Function;

/** The first step of every reader of JSON: from bytes to a readout, whatever the bytes are. */
public final class JsonBody {
    private final JsonReader json;

    public JsonBody(JsonReader json) {
        this.json = json;
    }

    /** @param split makes events of a whole document; none means: not understood */
    public Readout read(Webhook webhook, Function<Json, List<ProviderEvent>> split) {
        var outcome = json.read(webhook.body());
        if (outcome instanceof JsonOutcome.Parsed parsed) {
            var events = split.apply(parsed.root());
            return events.isEmpty()
                    ? new Readout.Unparsed("unknown_shape", parsed.root().sliceWithout(Credentials.AROUND))
                    : new Readout.Events(events);
        }
        if (outcome instanceof JsonOutcome.NotJson not) {
            return refused(webhook.body(), not.reason());
        }
        return new Readout.Unparsed("limits", Redaction.of(webhook.body()));
    }

    /** A document with a broken character is a provider's mistake worth keeping; anything else is no JSON at all. */
    private static Readout refused(byte[] body, String reason) {
        return reason.equals(JsonReader.UTF8) && (body[0] == '{' || body[0] == '[')
                ? new Readout.Unparsed(reason, Redaction.of(body))
                : new Readout.Malformed(reason);
    }
}
