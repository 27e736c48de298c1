package dev.angarium.dispatch.api;

import dev.angarium.access.Permission;
import dev.angarium.access.Reply;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.once.PgChanges;
import dev.angarium.dispatch.PublicId;
import dev.angarium.dispatch.record.PgQuarantine;
import dev.angarium.dispatch.replay.PgReplays;
import dev.angarium.dispatch.replay.ReplayAnswer;
import dev.angarium.dispatch.replay.ReplayAnswer.Reason;
import dev.angarium.dispatch.replay.ReplayJob;
import dev.angarium.web.Problem;
import dev.angarium.web.Problem.FieldError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Orders to deliver again, and how far they are. */
final class ReplayOperations {
    private static final Duration JOBS_TAKE = Duration.ofSeconds(30);

    private final PgReplays replays;
    private final PgQuarantine quarantine;
    private final PgChanges changes;
    private final ReplayBodies bodies;

    ReplayOperations(DispatchOperations.Parts parts) {
        this.replays = parts.replays();
        this.quarantine = new PgQuarantine(parts.tenants());
        this.changes = parts.changes();
        this.bodies = new ReplayBodies(parts.urls());
    }

    Map<String, Operation> all() {
        return Map.of(
                "replayWebhook", this::webhook,
                "replayDeadLetter", this::letter,
                "replayDeadLetters", this::letters,
                "getJob", this::job);
    }

    private Future<Reply> webhook(ApiCall call) {
        return allowed(
                call,
                () -> WebhookOperations.ofWebhook(call, id -> bodies.range(call.body())
                        .then(order -> replays.range(asker(call), id, order.range(), order.terms()))));
    }

    private Future<Reply> letters(ApiCall call) {
        return allowed(call, () -> bodies.letters(call.body())
                .then(order -> replays.letters(asker(call), order.filter(), order.terms())));
    }

    private Future<Reply> letter(ApiCall call) {
        var id = PublicId.uuid(PublicId.DEAD_LETTER, call.segment("deadLetterId"));
        return allowed(call, () -> bodies.letter(call.body())
                .then(url -> id.map(uuid -> letter(call, uuid, url)).orElseGet(() -> poison(call))));
    }

    private Future<Reply> letter(ApiCall call, UUID id, Optional<String> url) {
        return replays.letter(asker(call), id, url);
    }

    private Future<Reply> poison(ApiCall call) {
        return quarantine
                .find(call.call().tenantNo(), call.segment("deadLetterId"))
                .map(found -> found.isPresent() ? DeadLetterOperations.quarantined() : Reply.notFound());
    }

    /**
     * The subscriber's own headers, which may hold its credentials, go along to another address: naming one takes the
     * right to see and change them.
     */
    private Future<Reply> allowed(ApiCall call, Supplier<Future<Reply>> work) {
        if (!replays.enabled()) {
            return Future.succeededFuture(refusal(Reason.DISABLED));
        }
        var caller = call.call().caller();
        if (call.body().getValue("url") == null || caller.rights().has(Permission.WEBHOOKS_MANAGE)) {
            return work.get();
        }
        return changes.refused(caller, "replay.create", call.call().correlationId())
                .map(Reply.of(Problem.forbidden()));
    }

    private Future<Reply> job(ApiCall call) {
        var id = call.segment("jobId");
        return PublicIds.plausible(id)
                ? replays.find(call.call().tenantNo(), id)
                        .map(found -> found.map(job -> Reply.ok(Views.job(job))).orElseGet(Reply::notFound))
                : Future.succeededFuture(Reply.notFound());
    }

    private static PgReplays.Asker asker(ApiCall call) {
        return new PgReplays.Asker(call.call(), ReplayOperations::reply);
    }

    private static Reply reply(ReplayAnswer answer) {
        if (answer instanceof ReplayAnswer.Accepted accepted) {
            return accepted(accepted.job());
        }
        if (answer instanceof ReplayAnswer.Counted counted) {
            return Reply.ok(new JsonObject().put("dryRun", true).put("total", counted.total()));
        }
        if (answer instanceof ReplayAnswer.UnknownInstances unknown) {
            return Reply.of(Problem.invalid(errors(unknown.positions())));
        }
        return refusal(((ReplayAnswer.Refused) answer).reason());
    }

    private static Reply accepted(ReplayJob job) {
        return new Reply(202, Optional.of(Views.job(job)), Map.of("Location", "/v1/jobs/" + job.id()), false);
    }

    private static List<FieldError> errors(List<Integer> positions) {
        return positions.stream()
                .map(at -> new FieldError("instances[" + at + "]", "there is no such instance"))
                .toList();
    }

    private static Reply refusal(Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Reply.notFound();
            case NOT_ACTIVE -> conflict("WEBHOOK_NOT_ACTIVE", "The webhook is paused, switched off or gone");
            case UNDER_WAY -> conflict("REPLAY_UNDER_WAY", "It is being delivered again already");
            case TOO_MANY_JOBS ->
                Reply.of(Problem.of(429, "TOO_MANY_JOBS", "Too many jobs are unfinished")
                        .retryAfter(JOBS_TAKE));
            case DISABLED ->
                Reply.of(Problem.of(403, "REPROCESS_DISABLED", "Replays are switched off on this installation"));
        };
    }

    private static Reply conflict(String code, String title) {
        return Reply.of(Problem.conflict(code, title));
    }
}
