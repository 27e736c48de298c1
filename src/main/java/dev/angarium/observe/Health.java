package dev.angarium.observe;

import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Named checks behind the probes. A check that fails or needs longer than a second counts as down. */
public final class Health {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Time time;
    private final List<Check> live = new CopyOnWriteArrayList<>();
    private final List<Check> ready = new CopyOnWriteArrayList<>();

    public Health(Time time) {
        this.time = time;
    }

    /** Adds a check of whether the process should be restarted. */
    public void live(String name, Supplier<Future<Boolean>> check) {
        live.add(new Check(name, check));
    }

    /** Adds a check of whether the node can take work now. */
    public void ready(String name, Supplier<Future<Boolean>> check) {
        ready.add(new Check(name, check));
    }

    public Future<Report> live() {
        return run(live);
    }

    /** All checks: what is not alive is not ready either. */
    public Future<Report> ready() {
        var all = new ArrayList<>(live);
        all.addAll(ready);
        return run(all);
    }

    private Future<Report> run(List<Check> checks) {
        var outcomes = checks.stream().map(this::run).toList();
        return Future.all(outcomes).map(done -> {
            Map<String, Boolean> byName = new TreeMap<>();
            outcomes.forEach(outcome -> {
                var result = outcome.result();
                byName.put(result.name(), result.up());
            });
            return new Report(Collections.unmodifiableMap(byName));
        });
    }

    private Future<Result> run(Check check) {
        var answer = Promise.<Result>promise();
        var patience = time.after(PATIENCE, () -> answer.tryComplete(new Result(check.name(), false)));
        ask(check).onComplete(asked -> {
            patience.cancel();
            answer.tryComplete(new Result(check.name(), asked.succeeded() && asked.result()));
        });
        return answer.future();
    }

    private static Future<Boolean> ask(Check check) {
        try {
            return check.question().get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    private record Check(String name, Supplier<Future<Boolean>> question) {}

    private record Result(String name, boolean up) {}

    /** Each check's outcome, by name. */
    public record Report(Map<String, Boolean> checks) {
        public boolean up() {
            return !checks.containsValue(false);
        }
    }
}
