package dev.angarium.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import dev.angarium.provider.registry.Readers;
import java.util.List;

/** Reads a body as one provider's and looks into what came out. */
public final class Reading {
    public static final long AT = 1_800_000_000_000L;
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);
    private static final Readers READERS = new Readers(JsonLimits.DEFAULT);

    private Reading() {}

    public static Readout readout(String provider, Webhook webhook) {
        return READERS.of(provider).orElseThrow().read(webhook);
    }

    public static Readout simple(String body) {
        return READERS.simple().read(Webhook.post(body.getBytes(UTF_8), AT));
    }

    public static List<ProviderEvent> events(String provider, String body) {
        return events(readout(provider, Webhook.post(body.getBytes(UTF_8), AT)));
    }

    public static List<ProviderEvent> events(Readout readout) {
        assertThat(readout).isInstanceOf(Readout.Events.class);
        return ((Readout.Events) readout).events();
    }

    public static ProviderEvent event(String provider, String body) {
        var events = events(provider, body);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    public static Json data(ProviderEvent event) {
        return JSON.tree(event.data());
    }

    public static String raw(ProviderEvent event) {
        return new String(event.raw(), UTF_8);
    }
}
