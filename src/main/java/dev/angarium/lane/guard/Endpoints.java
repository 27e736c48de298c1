package dev.angarium.lane.guard;

import dev.angarium.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The endpoints somebody delivers to. One is kept while a consumer names it. */
public final class Endpoints {
    private final Map<String, Endpoint> byName = new HashMap<>();
    private final Time time;
    private final int slots;
    private final Duration probeInterval;

    /**
     * @param slots parallel steps of one endpoint
     * @param probeInterval between two probes of one endpoint
     */
    public Endpoints(Time time, int slots, Duration probeInterval) {
        this.time = time;
        this.slots = slots;
        this.probeInterval = probeInterval;
    }

    /** Pairs with {@link #leave}. */
    public Endpoint join(String name) {
        var endpoint = byName.computeIfAbsent(name, absent -> new Endpoint(absent, time, slots, probeInterval));
        endpoint.joined();
        return endpoint;
    }

    public void leave(Endpoint endpoint) {
        if (endpoint.left()) {
            byName.remove(endpoint.name(), endpoint);
            endpoint.close();
        }
    }

    public int size() {
        return byName.size();
    }
}
