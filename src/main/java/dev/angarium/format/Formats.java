package dev.angarium.format;

import java.util.Map;
import java.util.TreeMap;

/** The formats, each one made once: they hold no state. */
final class Formats {
    static final Map<String, Format> BY_NAME = Map.copyOf(byName(
            new NativeFormat(),
            new CloudEventsFormat(),
            new RawFormat(),
            new MessageInboundFormat(),
            new ZapiFormat()));

    private Formats() {}

    private static Map<String, Format> byName(Format... formats) {
        var named = new TreeMap<String, Format>();
        for (var format : formats) {
            named.put(format.name(), format);
        }
        return named;
    }
}
