package dev.angarium.inbox.state;

import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.EventSink;
import dev.angarium.event.EventTypes;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.provider.DedupeKey;
import dev.angarium.settings.SilenceSettings;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells of instances that are connected, usually speak, and have said nothing for longer than is their habit: the way in
 * which gateways fail without a word. Told as {@code connection.updated} with state {@code silent}, and with state
 * {@code open} once the instance speaks again. Several nodes may look: an event's key lets it be written once.
 */
public final class SilenceWatch {
    private static final Log LOG = Log.of(SilenceWatch.class);
    private static final byte[] NOTHING = new byte[0];

    private final PgSilences silences;
    private final EventSink sink;
    private final SilenceSettings rules;
    private final int shown;
    private final Time time;
    private volatile Map<String, Double> silent = Map.of();
    private Time.@Nullable Timer timer;
    private boolean looking;

    /** @param shown how many silent instances the metrics may name */
    public SilenceWatch(
            PgSilences silences, EventSink sink, SilenceSettings rules, int shown, NodeMetrics metrics, Time time) {
        this.silences = silences;
        this.sink = sink;
        this.rules = rules;
        this.shown = shown;
        this.time = time;
        metrics.silent(() -> silent);
    }

    /** Looks again and again, on the caller's context. */
    public void start() {
        if (!rules.isOff()) {
            timer = time.every(rules.check(), this::look);
        }
    }

    public void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        silences.learn()
                .compose(learned -> silences.changes(time.millis(), rules))
                .compose(this::tellAll)
                .compose(told -> silences.silent(shown))
                .onSuccess(ids -> silent = ids.stream().collect(Collectors.toMap(Function.identity(), id -> 1.0)))
                .onFailure(failure ->
                        LOG.warn("instances could not be looked at for silence, later again", Fields.of(), failure))
                .onComplete(done -> looking = false);
    }

    /** One after the other: this is in nobody's way. */
    private Future<Void> tellAll(List<Silence> changes) {
        Future<Void> told = Future.succeededFuture();
        for (var change : changes) {
            told = told.compose(before -> tell(change));
        }
        return told;
    }

    private Future<Void> tell(Silence change) {
        if (change.ended() && !change.shown()) {
            return silences.told(change); // its provider has said something else since
        }
        return sink.submit(List.of(draft(change))).compose(admissions -> settle(change, admissions.get(0)));
    }

    /** What was not written is told again at the next look, under the same key. */
    private Future<Void> settle(Silence change, Admission admission) {
        if (admission.httpStatus() != 200) {
            return Future.succeededFuture();
        }
        var told = Fields.of()
                .tenantId(change.instance().tenantId())
                .instanceId(change.instance().id());
        if (change.ended()) {
            LOG.info("an instance speaks again", told);
        } else {
            LOG.warn("an instance has fallen silent", told);
        }
        return silences.told(change);
    }

    private Draft draft(Silence change) {
        var now = time.millis();
        var state = change.ended() ? "open" : "silent";
        var data = new JsonObject()
                .put("type", "connection")
                .put("state", state)
                .put("reason", change.ended() ? "heard_again" : "silent_against_habit")
                .put("lastEventAt", change.heardAt())
                .put("usualSilenceSeconds", change.usual() / 1000);
        return new Draft(
                change.instance(),
                new DedupeKey("silence:" + state, Long.toString(change.heardAt()))
                        .at(change.instance().no()),
                0,
                EventTypes.CONNECTION_UPDATED,
                null,
                now,
                now,
                "",
                data.toBuffer().getBytes(),
                NOTHING);
    }
}
