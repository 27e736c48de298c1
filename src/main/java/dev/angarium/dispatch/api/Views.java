package dev.angarium.dispatch.api;

import dev.angarium.access.Reply;
import dev.angarium.access.input.Times;
import dev.angarium.dispatch.node.TestResult;
import dev.angarium.dispatch.record.DeliveryRow;
import dev.angarium.dispatch.record.EventState;
import dev.angarium.dispatch.record.LaneRow;
import dev.angarium.dispatch.record.Letter;
import dev.angarium.dispatch.record.Page;
import dev.angarium.dispatch.replay.ReplayJob;
import dev.angarium.lane.Attempt;
import dev.angarium.lane.LaneStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers as the API's document shows them. */
final class Views {
    private static final String RUNNING = "running";

    private Views() {}

    static <T> Reply page(Page<T> page, Cursor list, Function<T, JsonObject> view) {
        return page(page.rows().stream().map(view).toList(), page.next().map(list::of));
    }

    static Reply page(List<JsonObject> entries, Optional<String> nextCursor) {
        return Reply.ok(
                new JsonObject().put("data", new JsonArray(entries)).put("nextCursor", nextCursor.orElse(null)));
    }

    static JsonObject test(TestResult result) {
        return outcome(
                new JsonObject().put("delivered", result.delivered()).put("eventId", result.eventId()),
                result.attempt());
    }

    static JsonObject delivery(DeliveryRow row) {
        var attempt = row.attempt();
        var view = new JsonObject()
                .put("eventId", row.eventId().orElse(null))
                .put("instanceId", row.instanceId())
                .put("sequence", row.seq())
                .put("type", row.type().orElse(null))
                .put("outcome", attempt.error() == null ? "delivered" : "failed");
        return begun(view, row.number(), attempt);
    }

    static JsonObject attempt(int number, Attempt attempt) {
        return begun(new JsonObject(), number, attempt);
    }

    private static JsonObject begun(JsonObject view, int number, Attempt attempt) {
        view.put("attempt", number).put("startedAt", Times.text(Instant.ofEpochMilli(attempt.startedAt())));
        return outcome(view, attempt);
    }

    private static JsonObject outcome(JsonObject view, Attempt attempt) {
        return view.put("status", attempt.status() == 0 ? null : attempt.status())
                .put("latencyMs", attempt.latencyMillis())
                .put("error", attempt.error())
                .put("responseHead", attempt.responseHead());
    }

    /**
     * A lane as it is in memory, or else as it is written.
     *
     * @param here whether this node would have it in memory if it had anything to do
     */
    static JsonObject lane(LaneRow row, @Nullable LaneStatus status, boolean here) {
        var cursor = status == null ? row.through() : Math.max(row.through(), status.through());
        var lastSeq = status == null ? row.lastSeq() : Math.max(row.lastSeq(), status.tail());
        return new JsonObject()
                .put("instanceId", row.instanceId())
                .put("cursor", cursor)
                .put("lastSeq", lastSeq)
                .put("lag", Math.max(0, lastSeq - cursor))
                .put("breaker", status == null ? (here ? "closed" : "unknown") : breaker(status.breaker()))
                .put("state", status == null || !isActive(row) ? idle(row) : state(status.held()));
    }

    private static boolean isActive(LaneRow row) {
        return row.webhookState().equals("active");
    }

    private static String idle(LaneRow row) {
        return isActive(row) ? RUNNING : row.webhookState();
    }

    private static String state(LaneStatus.Held held) {
        return switch (held) {
            case NOT -> RUNNING;
            case BREAKER -> "held";
            case PAUSED -> "paused";
            case GONE -> "disabled";
        };
    }

    private static String breaker(LaneStatus.Breaker breaker) {
        return breaker.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static JsonObject letter(Letter letter) {
        var attempts = new JsonArray();
        var number = letter.firstTried();
        for (var attempt : letter.tried()) {
            attempts.add(attempt(number++, attempt));
        }
        return new JsonObject()
                .put("id", letter.id())
                .put("eventId", letter.eventId())
                .put("webhookId", letter.webhookId().orElse(null))
                .put("instanceId", letter.instanceId())
                .put("sequence", letter.seq())
                .put("type", letter.type())
                .put("reason", letter.reason())
                .put("attempts", attempts)
                .put("parkedAt", Times.text(letter.parkedAt()))
                .put("replayedAt", letter.replayedAt().map(Times::text).orElse(null));
    }

    static JsonObject job(ReplayJob job) {
        return new JsonObject()
                .put("id", job.id())
                .put("kind", job.kind())
                .put("state", job.state())
                .put("total", job.total())
                .put("done", job.done())
                .put("failed", job.failed())
                .put("createdAt", Times.text(job.createdAt()))
                .put("finishedAt", job.finishedAt().map(Times::text).orElse(null));
    }

    static JsonArray states(List<EventState> states) {
        var array = new JsonArray();
        for (var state : states) {
            var attempts = new JsonArray();
            state.attempts().forEach(tried -> attempts.add(attempt(tried.number(), tried.attempt())));
            array.add(new JsonObject()
                    .put("webhookId", state.webhookId())
                    .put("state", state.state().word())
                    .put("attempts", attempts));
        }
        return array;
    }
}
