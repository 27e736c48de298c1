package dev.angarium.inbox;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.lane.Attempt;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneRules;
import dev.angarium.lane.Ordering;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.pg.PgFailure;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A projection as a consumer of lanes. A failure that will not pass uses an attempt up; one that may (the database is
 * away) only does so until the breaker opens, which it does one attempt before the last: an outage parks nothing,
 * however long it is.
 */
final class ProjectionConsumer implements LaneConsumer {
    static final int BATCH = 100;
    private static final Log LOG = Log.of(ProjectionConsumer.class);
    private static final List<Duration> DELAYS =
            List.of(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
    private static final int ATTEMPTS = DELAYS.size();
    /** Events wait in their lane as long as the log keeps them: a read model must not have holes because it was late. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private static final int NO_TENANT = 0;
    private static final LaneRules RULES = new LaneRules(Ordering.INSTANCE, 1, BATCH, ATTEMPTS, DELAYS, NEVER, 0);

    private final Projection projection;
    private final Time time;

    ProjectionConsumer(Projection projection, Time time) {
        this.projection = projection;
        this.time = time;
    }

    /** Opens before the last attempt and probes when that would be due. */
    static BreakerSettings breaker() {
        return new BreakerSettings(true, ATTEMPTS - 1, Duration.ofSeconds(60), DELAYS.get(ATTEMPTS - 1));
    }

    boolean covers(InstanceRef instance) {
        return projection.covers(instance);
    }

    @Override
    public int no() {
        return projection.no();
    }

    /** Read models of all tenants share their slots evenly by lane. */
    @Override
    public int tenantNo() {
        return NO_TENANT;
    }

    @Override
    public String endpoint() {
        return "projection:" + projection.name();
    }

    @Override
    public LaneRules rules() {
        return RULES;
    }

    @Override
    public boolean running() {
        return true;
    }

    @Override
    public boolean wants(Event event) {
        return true;
    }

    @Override
    public Future<StepResult> attempt(Step step) {
        var began = new Began(time.millis(), time.nanos());
        return projection
                .project(step.events())
                .<StepResult>map(done -> new StepResult.Done(attempt(began, null)))
                .recover(failure -> failed(step, began, failure));
    }

    private record Began(long millis, long nanos) {}

    private Future<StepResult> failed(Step step, Began began, Throwable failure) {
        var known = PgFailure.of(failure);
        var lasting = !known.passing();
        var code = known.kind().name().toLowerCase(Locale.ROOT);
        StepResult result = new StepResult.Failed(attempt(began, code), Optional.empty(), lasting);
        if (lasting && step.attempt() >= ATTEMPTS) {
            LOG.error("a projection gives events up, they are parked", line(step, code), failure);
            return projection.skip(step.events()).transform(skipped -> {
                if (skipped.failed()) {
                    LOG.warn("a projection does not go on behind what it gave up", line(step, code), skipped.cause());
                }
                return Future.succeededFuture(result);
            });
        }
        LOG.warn("a step of a projection failed, it is tried again", line(step, code), failure);
        return Future.succeededFuture(result);
    }

    private Fields line(Step step, String code) {
        var first = step.events().get(0);
        return Fields.of()
                .result(projection.name())
                .instanceId(first.instance().id())
                .sequence(first.seq())
                .count(step.events().size())
                .attempt(step.attempt())
                .code(code);
    }

    private Attempt attempt(Began began, @Nullable String error) {
        var latency = (int) Duration.ofNanos(time.nanos() - began.nanos()).toMillis();
        return new Attempt(began.millis(), latency, 0, error, null);
    }
}
