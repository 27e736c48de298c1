package dev.angarium.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.angarium.event.Event;
import dev.angarium.lane.Attempt;
import dev.angarium.lane.Step;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import java.util.Arrays;

/** What the log says of an attempt that failed: which event and why, nothing of what either side said. */
final class AttemptLine {
    private static final Log LOG = Log.of(AttemptLine.class);
    private static final byte[] MEDIA = "\"media\":{".getBytes(US_ASCII);

    private AttemptLine() {}

    static void failed(String subscriptionId, Step step, Attempt attempt, String code) {
        if (!LOG.isInfo()) {
            return;
        }
        var first = step.events().get(0);
        LOG.info(
                "a delivery failed",
                Fields.of()
                        .tenantId(first.instance().tenantId())
                        .instanceId(first.instance().id())
                        .subscriptionId(subscriptionId)
                        .eventId(first.id().toString())
                        .eventType(first.type())
                        .hasMedia(hasMedia(first))
                        .sequence(first.seq())
                        .count(step.events().size())
                        .attempt(step.attempt())
                        .code(code)
                        .status(attempt.status())
                        .correlationId(first.correlationId()));
    }

    /** Data is written by us and without spaces; inside a text its quotes would be escaped. */
    static boolean hasMedia(Event event) {
        var data = event.data();
        for (var at = 0; at + MEDIA.length <= data.length; at++) {
            if (data[at] == MEDIA[0] && Arrays.equals(data, at, at + MEDIA.length, MEDIA, 0, MEDIA.length)) {
                return true;
            }
        }
        return false;
    }
}
