package dev.angarium.lane.engine;

import dev.angarium.event.Event;
import dev.angarium.lane.Attempt;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneRules;
import dev.angarium.lane.Ordering;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A consumer whose answers the test decides, and which keeps what it was asked. */
final class Receiver implements LaneConsumer {
    static final LaneRules RULES = new LaneRules(
            Ordering.INSTANCE,
            10,
            1,
            4,
            List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15)),
            Duration.ofDays(3),
            0);

    final List<Seen> seen = new ArrayList<>();
    final ArrayDeque<Runnable> held = new ArrayDeque<>();
    LaneRules rules = RULES;
    boolean running = true;
    String endpoint;
    Predicate<Event> wants = event -> true;
    Function<Step, Integer> status = step -> 200;
    Optional<Duration> retryAfter = Optional.empty();
    boolean holds;
    int underWay;
    int mostUnderWay;
    int mostPerStrand;
    private final Map<String, Integer> strands = new HashMap<>();
    private final int no;
    private final int tenantNo;
    private final Time time;

    Receiver(int no, int tenantNo, Time time) {
        this.no = no;
        this.tenantNo = tenantNo;
        this.time = time;
        this.endpoint = "http://receiver-" + no;
    }

    /** @param at nanoseconds */
    record Seen(LaneKey lane, List<Long> seqs, int attempt, boolean replay, int status, long at) {}

    /** The first event's number of each request, in order. */
    List<Long> seqs() {
        return seen.stream().map(one -> one.seqs().get(0)).toList();
    }

    List<Long> seqs(int instanceNo) {
        return seen.stream()
                .filter(one -> one.lane().instanceNo() == instanceNo)
                .flatMap(one -> one.seqs().stream())
                .toList();
    }

    List<Long> delivered(int instanceNo) {
        return seen.stream()
                .filter(one -> one.lane().instanceNo() == instanceNo && one.status() == 200)
                .flatMap(one -> one.seqs().stream())
                .toList();
    }

    void answers(int code) {
        status = step -> code;
    }

    /** Answers the oldest request that is held. */
    void release() {
        held.remove().run();
    }

    @Override
    public int no() {
        return no;
    }

    @Override
    public int tenantNo() {
        return tenantNo;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public LaneRules rules() {
        return rules;
    }

    @Override
    public boolean running() {
        return running;
    }

    @Override
    public boolean wants(Event event) {
        return wants.test(event);
    }

    @Override
    public Future<StepResult> attempt(Step step) {
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        var strand = strandOf(step);
        mostPerStrand = Math.max(mostPerStrand, strands.merge(strand, 1, Integer::sum));
        var code = status.apply(step);
        seen.add(new Seen(
                step.lane(),
                step.events().stream().map(Event::seq).toList(),
                step.attempt(),
                step.replay(),
                code,
                time.nanos()));
        if (!holds) {
            strands.merge(strand, -1, Integer::sum);
            underWay--;
            return answer(code);
        }
        var promise = Promise.<StepResult>promise();
        held.add(() -> {
            strands.merge(strand, -1, Integer::sum);
            underWay--;
            answer(code).onComplete(promise);
        });
        return promise.future();
    }

    /** Nobody waits for an answer any more. */
    void forget() {
        held.clear();
        strands.clear();
        underWay = 0;
    }

    private String strandOf(Step step) {
        var instance = step.lane().instanceNo();
        return switch (rules.ordering()) {
            case INSTANCE -> "" + instance;
            case CHAT -> instance + " " + step.events().get(0).chat();
            case NONE -> instance + " " + step.events().get(0).seq();
        };
    }

    private Future<StepResult> answer(int code) {
        if (code == 0) {
            return Future.failedFuture(new IllegalStateException("a defect"));
        }
        var error = code == 200 ? null : "status";
        var attempt = new Attempt(time.millis(), 1, code, error, null);
        return Future.succeededFuture(
                switch (code) {
                    case 200 -> new StepResult.Done(attempt);
                    case 410 -> new StepResult.Gone(attempt);
                    default -> new StepResult.Failed(attempt, retryAfter, code >= 400 && code < 500 && code != 429);
                });
    }
}
