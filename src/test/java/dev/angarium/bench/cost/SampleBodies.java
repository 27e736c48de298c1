package dev.angarium.bench.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.provider.Lookup;
import dev.angarium.provider.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** One text message of each provider, its whole body 1 KB: a file each, with TEXT where the text goes. */
final class SampleBodies {
    private static final int SIZE = 1024;
    private static final String PLACE = "TEXT";

    private SampleBodies() {}

    static Webhook of(String provider, long at) {
        var frame = read(provider + ".txt");
        var text = "hello+".repeat(SIZE).substring(0, SIZE - frame.length() + PLACE.length());
        var type = frame.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
        var body = frame.replace(PLACE, text).getBytes(UTF_8);
        return new Webhook("POST", "", List.of(), Lookup.none(), Lookup.none(), type, body, at, "");
    }

    private static String read(String name) {
        try (var in = Objects.requireNonNull(SampleBodies.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
