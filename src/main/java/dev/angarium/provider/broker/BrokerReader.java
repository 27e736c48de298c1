package dev.angarium.provider.broker;

import dev.angarium.provider.FieldProblem;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.baileys.BaileysEvents;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOutcome;
import dev.angarium.provider.json.JsonReader;
import java.util.List;

/**
 * Reads the MESSAGE_INBOUND envelope; one that is not as the contract has it is refused with the paths of all that is
 * wrong. Where it is switched on, {@code WHATSAPP_MESSAGES_UPSERT} of Baileys is turned into the envelope.
 */
public final class BrokerReader implements Reader {
    private static final String ENVELOPE = "MESSAGE_INBOUND";
    private static final String RAW = "messages.upsert";

    private final JsonReader json;
    private final boolean rawFallback;

    /** @param rawFallback WHATSAPP_RAW_FALLBACK_ENABLED */
    public BrokerReader(JsonReader json, boolean rawFallback) {
        this.json = json;
        this.rawFallback = rawFallback;
    }

    @Override
    public Readout read(Webhook webhook) {
        var outcome = json.read(webhook.body());
        if (outcome instanceof JsonOutcome.NotJson not) {
            return new Readout.Malformed(not.reason());
        }
        if (!(outcome instanceof JsonOutcome.Parsed parsed) || !parsed.root().isObject()) {
            return new Readout.Invalid(List.of(new FieldProblem("", "must be a JSON object within the limits")));
        }
        return read(webhook, parsed.root());
    }

    private Readout read(Webhook webhook, Json root) {
        if (rawFallback && !root.get("type").text().equals(ENVELOPE) && isRaw(root)) {
            return RawInbound.read(root, webhook.receivedAt());
        }
        var problems = Envelopes.problems(root);
        return problems.isEmpty() ? new Readout.Events(List.of(Envelopes.event(root))) : new Readout.Invalid(problems);
    }

    private static boolean isRaw(Json root) {
        return BaileysEvents.name(root.either("event", "type").text()).equals(RAW);
    }
}
