package dev.angarium.provider;

import java.util.List;

/** All values under a name: of headers (in any case) or of query parameters. Never null, empty where there is none. */
@FunctionalInterface
public interface Lookup {
    List<String> all(String name);

    /** The first value; empty where there is none. */
    default String first(String name) {
        var values = all(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    static Lookup none() {
        return name -> List.of();
    }
}
