package dev.angarium.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.format.Format;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonOutcome;
import dev.angarium.provider.json.JsonReader;
import dev.angarium.provider.registry.Readers;

/**
 * Any bytes at all, read as a webhook of the provider that {@code -Dfuzz.target} names: no exception, and whatever comes
 * of it is sound JSON, as it is kept and in every format.
 */
public final class ReaderFuzz {
    private static final String PROVIDER = System.getProperty("fuzz.target", "meta");
    private static final long AT = 1_800_000_000_000L;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Readers READERS = new Readers(JsonLimits.DEFAULT);

    /** Deeper and longer than the limits of what comes in: a piece of a body lies deeper in what is made of it. */
    private static final JsonReader WIDE = wide(JsonLimits.DEFAULT);

    private static final InstanceRef INSTANCE = new InstanceRef(1, "ins_1", 1, "default");

    private ReaderFuzz() {}

    private static JsonReader wide(JsonLimits limits) {
        return new JsonReader(new JsonLimits(
                limits.depth() + 8,
                limits.tokens() * 2 + 100,
                limits.keyLength(),
                limits.stringLength() * 2,
                limits.numberLength()));
    }

    public static void fuzzerTestOneInput(byte[] body) {
        var json = body.length == 0 || body[0] == '{' || body[0] == '[';
        var webhook = Webhook.post(body, AT);
        var sent = json ? webhook : webhook.as(FORM);
        var readout = READERS.of(PROVIDER).orElseGet(READERS::raw).read(sent);
        if (readout instanceof Readout.Events events) {
            events.events().forEach(ReaderFuzz::check);
        }
        READERS.claimedAccount(PROVIDER, body);
    }

    private static void check(ProviderEvent event) {
        require(isJson(event.data()), "data", event);
        require(isJson(event.raw()), "raw", event);
        require(!event.key().id().isEmpty(), "an id of the key", event);
        require(!(event.chat() + event.externalId() + event.type()).contains("\u0000"), "a text without NUL", event);
        var occurredAt = event.occurredAt() < 0 ? AT : event.occurredAt();
        var kept = new Event(INSTANCE, 1, event.type(), event.chat(), AT, occurredAt, "c", event.data(), event.raw());
        for (var format : Format.all().entrySet()) {
            require(isJson(format.getValue().render(kept)), format.getKey(), event);
        }
    }

    private static boolean isJson(byte[] bytes) {
        return WIDE.read(bytes) instanceof JsonOutcome.Parsed;
    }

    private static void require(boolean so, String what, ProviderEvent event) {
        if (!so) {
            throw new AssertionError("not " + what + ": " + event.type() + " " + new String(event.data(), UTF_8));
        }
    }
}
