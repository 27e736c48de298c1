package dev.angarium.event;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads committed events from the primary. */
public interface EventReader {
    /**
     * Events of one instance with {@code seq > afterSeq}, ascending. Ends at the limit or once maxBytes is exceeded,
     * but never returns nothing where there is an event. The first may be later than afterSeq + 1: retention took the
     * ones between.
     */
    Future<List<Event>> after(InstanceRef instance, long afterSeq, int limit, long maxBytes);

    /** One event; empty where it never was or retention took it. */
    Future<Optional<Event>> find(InstanceRef instance, long seq);

    /** The last committed number of each instance, by instance number; 0 where there is none. */
    Future<Map<Integer, Long>> tails(Collection<Integer> instanceNos);
}
