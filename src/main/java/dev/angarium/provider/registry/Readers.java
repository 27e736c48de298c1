package dev.angarium.provider.registry;

import dev.angarium.provider.JsonBody;
import dev.angarium.provider.Providers;
import dev.angarium.provider.RawReader;
import dev.angarium.provider.Reader;
import dev.angarium.provider.baileys.BaileysReader;
import dev.angarium.provider.broker.BrokerReader;
import dev.angarium.provider.evolution.EvolutionReader;
import dev.angarium.provider.generic.GenericReader;
import dev.angarium.provider.gowa.GowaReader;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import dev.angarium.provider.json.Peek;
import dev.angarium.provider.meta.MetaReader;
import dev.angarium.provider.simple.SimpleReader;
import dev.angarium.provider.twilio.TwilioReader;
import dev.angarium.provider.waha.WahaReader;
import dev.angarium.provider.whatsmeow.WhatsmeowReader;
import dev.angarium.provider.zapi.ZapiReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The readers there are, and where each provider names its account. One of these serves all threads. */
public final class Readers {
    private final Map<String, Reader> byProvider;
    private final Reader simple;
    private final Reader raw;
    private final Peek peek;

    public Readers(JsonLimits limits) {
        this(limits, false);
    }

    /** @param rawFallback WHATSAPP_RAW_FALLBACK_ENABLED */
    public Readers(JsonLimits limits, boolean rawFallback) {
        var json = new JsonReader(limits);
        var body = new JsonBody(json);
        this.byProvider = Map.of(
                Providers.META, new MetaReader(body),
                Providers.EVOLUTION, new EvolutionReader(body),
                Providers.TWILIO, new TwilioReader(body),
                Providers.WAHA, new WahaReader(body),
                Providers.ZAPI, new ZapiReader(body),
                Providers.WHATSMEOW, new WhatsmeowReader(body),
                Providers.GOWA, new GowaReader(body),
                Providers.BAILEYS, new BaileysReader(body),
                Providers.BROKER, new BrokerReader(json, rawFallback),
                Providers.GENERIC, new GenericReader(body));
        this.simple = new SimpleReader(json);
        this.raw = new RawReader(body);
        this.peek = new Peek(limits, limits.stringLength());
    }

    /** Empty for a name of {@link Providers#NAMES} that has no reader yet, and for any other. */
    public Optional<Reader> of(String provider) {
        return Optional.ofNullable(byProvider.get(provider));
    }

    /** What keeps the webhooks of a provider whole as long as it has no reader. */
    public Reader raw() {
        return raw;
    }

    public Reader simple() {
        return simple;
    }

    /** The account that a body claims to be of, before anything is verified; empty where it claims none. */
    public String claimedAccount(String provider, byte[] body) {
        return provider.equals(Providers.TWILIO) ? TwilioReader.claimedAccount(body) : peek.find(body, path(provider));
    }

    private static List<String> path(String provider) {
        return switch (provider) {
            case Providers.META -> Peek.META_INSTANCE;
            case Providers.WHATSMEOW -> List.of("userID");
            case Providers.WAHA -> List.of("session");
            case Providers.BROKER -> List.of("instanceId");
            case Providers.ZAPI -> List.of("instanceId");
            case Providers.GOWA -> List.of("device_id");
            default -> Peek.EVOLUTION_INSTANCE;
        };
    }
}
