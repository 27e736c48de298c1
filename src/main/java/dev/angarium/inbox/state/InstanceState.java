package dev.angarium.inbox.state;

import dev.angarium.event.Event;
import dev.angarium.event.EventTypes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider said of a connection, or the broker of one whose provider says nothing any more.
 *
 * @param at epoch milliseconds of the receipt
 */
record InstanceState(int instanceNo, String state, long at) {
    private static final Set<String> STATES = Set.of("open", "connecting", "closed", "qr", "silent");

    /** Empty where the event says nothing of it. */
    static Optional<InstanceState> of(Event event) {
        if (!event.type().equals(EventTypes.CONNECTION_UPDATED)) {
            return Optional.empty();
        }
        try {
            return new JsonObject(Buffer.buffer(event.data())).getValue("state") instanceof String state
                            && STATES.contains(state)
                    ? Optional.of(new InstanceState(event.instance().no(), state, event.receivedAt()))
                    : Optional.empty();
        } catch (DecodeException notOurs) {
            return Optional.empty();
        }
    }
}
