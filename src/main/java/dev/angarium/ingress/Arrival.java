package dev.angarium.ingress;

import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.ingress.limit.Inquiry;
import dev.angarium.ingress.limit.Workbench;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.pg.PgFailure;
import dev.angarium.provider.Providers;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.tenant.ConnectionRef;
import dev.angarium.tenant.connection.PgDefaults;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import dev.angarium.web.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One webhook from the head of its request to its answer. Lives on the event loop of its connection. */
final class Arrival {
    private static final Log LOG = Log.of(Arrival.class);
    private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);

    private final Desk desk;
    private final Entrance entrance;
    private final Exchange exchange;
    private final Inquiry inquiry;
    private @Nullable ConnectionRef sender;
    private int share;
    private long bodyNanos;
    private String reason = Readout.Events.COMMITTED;

    /** Who is said to have sent it, and what. */
    private record Sent(ConnectionRef connection, Webhook webhook) {
        boolean isLarge() {
            return webhook.body().length > Workbench.SMALL_BYTES;
        }
    }

    Arrival(Desk desk, Entrance entrance, Exchange exchange) {
        this.desk = desk;
        this.entrance = entrance;
        this.exchange = exchange;
        this.inquiry = new Inquiry(desk.directory());
    }

    void receive() {
        (entrance.isOwnAddress() ? overOwnAddress() : overFixedRoute())
                .compose(this::read)
                .compose(this::keep)
                .compose(this::answer)
                .onFailure(this::refuse)
                .onComplete(done -> leave());
    }

    // ---- who it is

    /** The connection is known before the body is read, so its limits hold from the first byte. */
    private Future<Sent> overOwnAddress() {
        var asked = inquiry.byIngressKey(exchange.parameter(IngressRoutes.KEY));
        if (!asked.isComplete()) {
            exchange.hold();
        }
        return asked.compose(found -> found.map(this::enter).orElseGet(() -> Refusals.of(Problem.notFound())));
    }

    private Future<Sent> enter(ConnectionRef connection) {
        sender = connection;
        return counted(connection)
                .compose(counted -> shared(connection, announcedBytes()))
                .compose(held -> body(connection.maxBody()))
                .compose(body -> shared(connection, body.length()).map(held -> sent(connection, body)))
                .compose(this::verified);
    }

    /** Whoever knows a fixed route may claim any account: nothing is held against the account before it is proved. */
    private Future<Sent> overFixedRoute() {
        return body(desk.fixedMaxBody())
                .compose(this::claimed)
                .compose(this::fitting)
                .compose(this::verified)
                .compose(sent -> counted(sent.connection()).map(counted -> sent));
    }

    private Future<Sent> claimed(Buffer body) {
        var bytes = body.getBytes();
        return desk.workbench()
                .run(bytes.length > Workbench.SMALL_BYTES, () -> desk.claimedAccount(entrance.provider(), bytes))
                .compose(account -> inquiry.claimant(entrance.provider(), account))
                .compose(found -> found.map(connection -> Future.succeededFuture(sent(connection, bytes)))
                        .orElseGet(() -> Refusals.of(Refusals.signature())));
    }

    private Future<Sent> fitting(Sent sent) {
        sender = sent.connection();
        return sent.webhook().body().length > sent.connection().maxBody()
                ? Refusals.of(Problem.bodyTooLarge())
                : shared(sent.connection(), sent.webhook().body().length).map(held -> sent);
    }

    private Future<Void> counted(ConnectionRef connection) {
        var wait = desk.rates().take(connection.no());
        return wait.isZero() ? Future.succeededFuture() : Refusals.of(Problem.tooManyRequests(wait));
    }

    /** Large bodies come out of the connection's share; asked again, only what exceeds the first answer does. */
    private Future<Void> shared(ConnectionRef connection, int bytes) {
        if (bytes <= Workbench.SMALL_BYTES || bytes <= share) {
            return Future.succeededFuture();
        }
        if (!desk.shares().take(connection.no(), bytes - share)) {
            return Refusals.of(Refusals.unavailable());
        }
        share = bytes;
        return Future.succeededFuture();
    }

    // ---- what it says

    /** A sender that hung up while its connection was looked for sends no more, and nothing would ever say so. */
    private Future<Buffer> body(int limit) {
        if (exchange.response().closed()) {
            return Refusals.of(Refusals.unreadable());
        }
        return exchange.body(limit)
                .recover(failure -> failure instanceof ProblemException
                        ? Future.failedFuture(failure)
                        : Refusals.of(Refusals.unreadable()));
    }

    private Sent sent(ConnectionRef connection, Buffer body) {
        return sent(connection, body.getBytes());
    }

    private Sent sent(ConnectionRef connection, byte[] body) {
        bodyNanos = desk.time().nanos();
        var type = exchange.headers().get(HttpHeaders.CONTENT_TYPE);
        var request = exchange.request();
        return new Sent(
                connection,
                new Webhook(
                        request.method().name(),
                        request.uri(),
                        entrance.suffix(request.path()),
                        exchange.headers()::getAll,
                        new Query(request),
                        type == null ? "" : type,
                        body,
                        desk.time().millis(),
                        exchange.correlation().id()));
    }

    private Future<Sent> verified(Sent sent) {
        return desk.workbench()
                .run(sent.isLarge(), () -> desk.doorkeeper()
                        .check(sent.connection(), sent.webhook(), entrance.isOwnAddress()))
                .compose(verdict ->
                        verdict.accepted() ? Future.succeededFuture(sent) : Refusals.of(Refusals.signature()));
    }

    private Future<List<Draft>> read(Sent sent) {
        var reader = desk.readerOf(sent.connection().provider());
        return desk.workbench()
                .run(sent.isLarge(), () -> reader.read(sent.webhook()))
                .compose(readout -> drafts(sent, readout));
    }

    private Future<List<Draft>> drafts(Sent sent, Readout readout) {
        var drafting = new Drafting(inquiry, desk.workbench(), sent.connection(), sent.webhook());
        if (readout instanceof Readout.Events events) {
            reason = events.reason();
            desk.meters().ignored(events.ignoredReason(), events.ignored());
            return drafting.of(events.events());
        }
        if (readout instanceof Readout.Ignored ignored) {
            desk.meters().ignored(ignored.reason(), ignored.events());
            return Future.succeededFuture(List.of());
        }
        if (readout instanceof Readout.Unparsed unparsed) {
            return desk.workbench()
                    .run(sent.isLarge(), () -> account(sent))
                    .compose(account -> drafting.unparsed(account, unparsed.raw()));
        }
        return Refusals.of(
                readout instanceof Readout.Invalid invalid ? Refusals.invalid(invalid) : Refusals.malformed());
    }

    private String account(Sent sent) {
        return desk.claimedAccount(sent.connection().provider(), sent.webhook().body());
    }

    // ---- what became of it

    /** The sink answers with values; should it fail instead, nobody knows what was written. */
    private Future<Kept> keep(List<Draft> drafts) {
        desk.meters().read(desk.time().nanos() - bodyNanos);
        return desk.sink()
                .submit(drafts)
                .map(admissions -> new Kept(drafts, admissions))
                .recover(defect -> {
                    LOG.error("a webhook's events got no answer", seen(), defect);
                    return Refusals.of(Refusals.outcomeUnknown());
                });
    }

    private Future<Void> answer(Kept kept) {
        if (kept.size() == 0) {
            return events(kept);
        }
        var provider = sender == null ? entrance.provider() : sender.provider();
        desk.meters().kept(provider, reason, kept, desk.time().nanos() - exchange.startedNanos());
        tell(kept);
        var worst = kept.worst();
        if (worst.httpStatus() != 200) {
            exchange.problem(Refusals.of(worst));
        } else if (provider.equals(Providers.TWILIO)) {
            exchange.answer(204);
        } else if (provider.equals(PgDefaults.SIMPLE)) {
            exchange.json(200, Buffer.buffer(OK));
        } else {
            return events(kept);
        }
        return Future.succeededFuture();
    }

    private Future<Void> events(Kept kept) {
        return desk.workbench()
                .run(kept.size() > Workbench.SMALL_EVENTS, kept::answer)
                .onSuccess(events -> exchange.json(200, events))
                .mapEmpty();
    }

    private void refuse(Throwable cause) {
        var problem = cause instanceof ProblemException expected ? expected.problem() : trouble(cause);
        var refusal = Refusal.of(problem);
        desk.meters().refused(refusal);
        if (refusal == Refusal.TOO_LARGE) {
            alarm();
        }
        if (LOG.isInfo()) {
            about(exchange.fields()).result(refusal.word());
        }
        exchange.problem(problem);
    }

    /** Where nobody is known who sent it, the log and the metrics are all there is. */
    private void alarm() {
        LOG.warn("a webhook is larger than its connection takes", seen());
        if (sender != null) {
            desk.tooLarge().accept(sender.no());
        }
    }

    private Problem trouble(Throwable cause) {
        if (!PgFailure.of(cause).passing()) {
            LOG.error("a webhook could not be taken", seen(), cause);
        }
        return Refusals.unavailable();
    }

    private void leave() {
        if (share > 0 && sender != null) {
            desk.shares().giveBack(sender.no(), share);
            share = 0;
        }
    }

    // ---- what the log says

    private Fields seen() {
        return about(Fields.of().requestId(exchange.requestId()).path(exchange.template()));
    }

    private Fields about(Fields fields) {
        if (sender != null) {
            fields.tenantId(sender.tenantId()).connectionId(sender.id());
        }
        return fields;
    }

    /** Of several events the first is named; all have the correlation id. */
    private void tell(Kept kept) {
        if (!LOG.isInfo()) {
            return;
        }
        var first = kept.drafts().get(0);
        var line = about(exchange.fields())
                .instanceId(first.instance().id())
                .eventType(IngressMeters.label(first.type()))
                .messageHash(Opaque.of(first.key()))
                .duplicate(kept.isAllKnown())
                .count(kept.size())
                .result(result(kept));
        var admission = kept.admissions().get(0);
        if (admission instanceof Admission.Committed committed) {
            line.eventId(committed.id().toString()).sequence(committed.id().seq());
        } else if (admission instanceof Admission.Duplicate duplicate) {
            line.eventId(duplicate.id().toString()).sequence(duplicate.id().seq());
        }
    }

    private static String result(Kept kept) {
        return switch (kept.worst().httpStatus()) {
            case 200 -> kept.isAllKnown() ? "duplicate" : "created";
            case 503 -> Refusal.UNAVAILABLE.word();
            default -> Refusal.OUTCOME_UNKNOWN.word();
        };
    }

    private int announcedBytes() {
        var length = exchange.headers().get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Integer.parseInt(length);
    }
}
