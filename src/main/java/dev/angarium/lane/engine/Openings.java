package dev.angarium.lane.engine;

import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStore;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks up where lanes are that came into memory with an event; one query at a time, for all that wait. */
final class Openings {
    private static final Log LOG = Log.of(Openings.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Parts parts;
    private final LaneStore store;
    private final ArrayDeque<Lane> waiting = new ArrayDeque<>();
    private boolean underWay;

    Openings(Parts parts, LaneStore store) {
        this.parts = parts;
        this.store = store;
    }

    void open(Lane lane) {
        waiting.add(lane);
        start();
    }

    private void start() {
        if (underWay || waiting.isEmpty()) {
            return;
        }
        var lanes = new LinkedHashMap<LaneKey, Lane>();
        while (!waiting.isEmpty() && lanes.size() < parts.limits().page()) {
            var lane = waiting.remove();
            if (lane.isOpening()) { // of one key only the newest still is
                lanes.put(lane.key, lane);
            }
        }
        if (lanes.isEmpty()) {
            return;
        }
        underWay = true;
        parts.home().when(store.saved(lanes.keySet()), result -> opened(lanes, result));
    }

    private void opened(Map<LaneKey, Lane> lanes, AsyncResult<Map<LaneKey, LaneStore.Saved>> result) {
        if (result.failed()) {
            LOG.warn("cursors of lanes cannot be read", Fields.of().count(lanes.size()), result.cause());
            waiting.addAll(lanes.values());
            parts.time().after(AGAIN, this::again);
            return;
        }
        underWay = false;
        lanes.forEach((key, lane) -> lane.open(result.result().get(key)));
        start();
    }

    private void again() {
        underWay = false;
        start();
    }
}
