package dev.angarium.ingress.normalise;

import dev.angarium.access.Reply;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Read;
import dev.angarium.ingress.limit.Workbench;
import dev.angarium.provider.Lookup;
import dev.angarium.provider.Providers;
import dev.angarium.provider.Webhook;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The operations of this package, by operationId. */
public final class NormaliseOperations {
    private static final String JSON = "application/json";
    private static final int NAME_LENGTH = 128;

    private final Normaliser normaliser;
    private final Workbench workbench;
    private final Time time;

    public NormaliseOperations(Normaliser normaliser, Workbench workbench, Time time) {
        this.normaliser = normaliser;
        this.workbench = workbench;
        this.time = time;
    }

    public Map<String, Operation> all() {
        return Map.of("normalise", this::normalise);
    }

    /** What is asked for. */
    private record Draft(String provider, Webhook webhook) {}

    private Future<Reply> normalise(ApiCall call) {
        return draft(call)
                .then(draft -> workbench.run(
                        draft.webhook().body().length > Workbench.SMALL_BYTES,
                        () -> reply(normaliser.normalise(
                                draft.provider(), draft.webhook(), call.call().tenantId()))));
    }

    private static Reply reply(Normaliser.Normalised normalised) {
        if (normalised instanceof Normaliser.Normalised.Events events) {
            var list = new JsonArray();
            events.envelopes().forEach(envelope -> list.add(new JsonObject(Buffer.buffer(envelope))));
            return Reply.ok(new JsonObject().put("events", list));
        }
        return Reply.of(((Normaliser.Normalised.Refused) normalised).problem());
    }

    private Read<Draft> draft(ApiCall call) {
        var fields = Fields.of(call.body());
        fields.require("provider");
        var provider = fields.word("provider", Providers.NAMES).orElse("");
        var type = fields.text("contentType", 1, NAME_LENGTH).orElse(JSON);
        var event = fields.text("event", 1, NAME_LENGTH);
        var body = body(fields);
        return fields.end(new Draft(
                provider,
                new Webhook(
                        "POST",
                        "",
                        event.map(List::of).orElse(List.of()),
                        Lookup.none(),
                        Lookup.none(),
                        type,
                        body,
                        time.millis(),
                        call.call().correlationId())));
    }

    /** Exactly one of the two fields; empty where a problem is noted. */
    private static byte[] body(Fields fields) {
        var encoded = fields.text("bodyBase64", 0, Integer.MAX_VALUE);
        var body = fields.any("body");
        if (encoded.isPresent() == body.isPresent()) {
            fields.problem("body", "or bodyBase64 must be given, one of the two");
            return new byte[0];
        }
        return encoded.map(text -> decoded(text, fields)).orElseGet(() -> bytes(body.orElseThrow(), fields));
    }

    private static byte[] decoded(String text, Fields fields) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException wrong) {
            fields.problem("bodyBase64", "must be base64");
            return new byte[0];
        }
    }

    private static byte[] bytes(Object body, Fields fields) {
        if (body instanceof JsonObject object) {
            return object.toBuffer().getBytes();
        }
        if (body instanceof JsonArray array) {
            return array.toBuffer().getBytes();
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        fields.problem("body", "must be an object, a list or a text");
        return new byte[0];
    }
}
