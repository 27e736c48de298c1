package dev.angarium.dispatch.api;

import dev.angarium.access.Reply;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.dispatch.PublicId;
import dev.angarium.dispatch.record.Letter;
import dev.angarium.dispatch.record.Page;
import dev.angarium.dispatch.record.PgDeadLetters;
import dev.angarium.dispatch.record.PgQuarantine;
import dev.angarium.dispatch.replay.LetterFilter;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters, and poison events beside them. */
final class DeadLetterOperations {
    private final PgDeadLetters letters;
    private final PgQuarantine quarantine;
    private final Envelopes envelopes;

    DeadLetterOperations(DispatchOperations.Parts parts) {
        this.letters = new PgDeadLetters(parts.tenants(), parts.changes());
        this.quarantine = new PgQuarantine(parts.tenants());
        this.envelopes = new Envelopes(parts.vertx());
    }

    Map<String, Operation> all() {
        return Map.of("listDeadLetters", this::list, "getDeadLetter", this::get, "deleteDeadLetter", this::delete);
    }

    private Future<Reply> list(ApiCall call) {
        var query = Asked.query(call);
        var limit = Asked.limit(query);
        var filter = Asked.letters(query);
        var list = Letter.QUARANTINE.equals(filter.reason()) ? Cursor.QUARANTINE : Cursor.LETTERS;
        var after = Asked.after(query, list);
        return query.end(filter).then(asked -> page(call.call().tenantNo(), asked, after, limit)
                .map(page -> Views.page(page, list, Views::letter)));
    }

    private Future<Page<Letter>> page(int tenantNo, LetterFilter filter, Optional<String> after, int limit) {
        if (!Letter.QUARANTINE.equals(filter.reason())) {
            return letters.list(tenantNo, filter, after, limit);
        }
        return filter.webhook() == null
                ? quarantine.list(tenantNo, filter, after, limit)
                : Future.succeededFuture(new Page<>(List.of(), Optional.empty())); // no webhook gave it up
    }

    private Future<Reply> get(ApiCall call) {
        return find(call)
                .compose(found -> found.map(this::shown).orElseGet(() -> Future.succeededFuture(Reply.notFound())));
    }

    private Future<Optional<Letter.Full>> find(ApiCall call) {
        var tenantNo = call.call().tenantNo();
        var id = call.segment("deadLetterId");
        if (id.startsWith(PgQuarantine.PREFIX)) {
            return quarantine.find(tenantNo, id);
        }
        return PublicId.uuid(PublicId.DEAD_LETTER, id)
                .map(uuid -> letters.find(tenantNo, uuid))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Reply> shown(Letter.Full full) {
        return envelopes
                .of(full.event())
                .map(payload -> Reply.ok(Views.letter(full.letter()).put("payload", payload)));
    }

    private Future<Reply> delete(ApiCall call) {
        var id = PublicId.uuid(PublicId.DEAD_LETTER, call.segment("deadLetterId"));
        if (id.isEmpty()) {
            return find(call).map(poison -> poison.isPresent() ? quarantined() : Reply.notFound());
        }
        return letters.delete(call.call(), id.get());
    }

    static Reply quarantined() {
        return Reply.of(Problem.conflict(
                "QUARANTINED", "A poison event stays as it is: it was delivered as provider.unparsed"));
    }
}
