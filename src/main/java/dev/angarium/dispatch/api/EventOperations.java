package dev.angarium.dispatch.api;

import dev.angarium.access.Reply;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.access.input.Fields;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.input.Waits;
import dev.angarium.dispatch.node.DispatcherVerticle;
import dev.angarium.dispatch.record.EventState;
import dev.angarium.dispatch.record.PgDeliveryStates;
import dev.angarium.event.Event;
import dev.angarium.event.EventFilter;
import dev.angarium.event.EventId;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.lane.LaneStatus.Standing;
import dev.angarium.tenant.Directory;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The log, pulled: a device's events, at once or as they come, and one event with its deliveries. */
final class EventOperations {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final Directory directory;
    private final PgDeviceEvents events;
    private final PgDeliveryStates states;
    private final DispatcherVerticle dispatcher;
    private final DeviceWatch watch;
    private final Envelopes envelopes;
    private final Duration longestWait;

    EventOperations(DispatchOperations.Parts parts) {
        this.directory = parts.directory();
        this.events = new PgDeviceEvents(parts.tenants());
        this.states = new PgDeliveryStates(parts.tenants());
        this.dispatcher = parts.dispatcher();
        this.watch = parts.watch();
        this.envelopes = new Envelopes(parts.vertx());
        this.longestWait = parts.longestWait();
    }

    Map<String, Operation> all() {
        return Map.of(
                "listDeviceEvents", call -> pull(call, Asked::type),
                "listDeviceInbox", call -> pull(call, query -> received()),
                "getEvent", this::get);
    }

    private static Optional<EventFilter> received() {
        return EventFilter.parse(List.of(EventTypes.MESSAGE_RECEIVED)) instanceof EventFilter.Parsed.Accepted accepted
                ? Optional.of(accepted.filter())
                : Optional.empty();
    }

    /** @param patience empty where the caller wants what there is, and no more */
    private record Pull(PgDeviceEvents.Range range, Optional<Duration> patience) {}

    private Future<Reply> pull(ApiCall call, Function<Fields, Optional<EventFilter>> types) {
        var query = Asked.query(call);
        var range = new PgDeviceEvents.Range(
                Asked.after(query, Cursor.EVENTS).map(Long::parseLong).orElse(0L),
                Optional.ofNullable(Asked.time(query, "since")).orElse(0L),
                types.apply(query),
                Asked.limit(query));
        return query.end(new Pull(range, Waits.of(query, "wait", longestWait)))
                .then(pull -> device(call).compose(found -> found.map(device -> pull(device, pull))
                        .orElseGet(() -> Future.succeededFuture(Reply.notFound()))));
    }

    private Future<Optional<InstanceRef>> device(ApiCall call) {
        var id = call.segment("deviceId");
        return PublicIds.plausible(id)
                ? directory.instanceById(call.call().tenantNo(), id)
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Reply> pull(InstanceRef device, Pull pull) {
        return pull.patience()
                .map(wait -> follow(device, pull.range(), wait))
                .orElseGet(() -> events.after(device, pull.range()).compose(page -> shown(page, page.more())));
    }

    /** Whoever waits gets a cursor in any case: it is where to go on. */
    private Future<Reply> follow(InstanceRef device, PgDeviceEvents.Range range, Duration wait) {
        return watch.watch(device, range::wants)
                .map(place -> events.after(device, range)
                        .compose(page ->
                                page.isEnd() ? later(device, range.from(page.through()), place, wait) : here(page))
                        .eventually(place::leave)
                        .compose(page -> shown(page, true)))
                .orElseGet(() -> Future.succeededFuture(tooManyWait()));
    }

    /** Looks once more even where nothing was heard: another node may have committed. */
    private Future<PgDeviceEvents.Page> later(
            InstanceRef device, PgDeviceEvents.Range range, DeviceWatch.Watcher place, Duration wait) {
        return place.heard(wait).compose(heard -> events.after(device, range));
    }

    private static Future<PgDeviceEvents.Page> here(PgDeviceEvents.Page page) {
        return Future.succeededFuture(page);
    }

    private Future<Reply> shown(PgDeviceEvents.Page page, boolean withCursor) {
        var next = withCursor ? Optional.of(Cursor.EVENTS.of(Long.toString(page.through()))) : Optional.<String>empty();
        return envelopes.of(page.events()).map(entries -> Views.page(entries, next));
    }

    private static Reply tooManyWait() {
        return Reply.of(Problem.of(429, "TOO_MANY_WAITERS", "Too many callers wait already")
                .retryAfter(TRY_AGAIN));
    }

    private Future<Reply> get(ApiCall call) {
        return EventId.parse(call.segment("eventId"))
                .map(id -> events.find(call.call().tenantNo(), id))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(found -> found.map(this::detail).orElseGet(() -> Future.succeededFuture(Reply.notFound())));
    }

    /** What is being tried is known to its lane alone, and only where that is here. */
    private Future<List<EventState>> now(Event event, List<EventState> written) {
        var open = written.stream()
                .filter(EventState::isOpen)
                .map(EventState::consumer)
                .toList();
        return open.isEmpty()
                ? Future.succeededFuture(written)
                : dispatcher.standings(event, open).map(standings -> written.stream()
                        .map(state -> state.as(standings.getOrDefault(state.consumer(), Standing.UNKNOWN)))
                        .toList());
    }

    private Future<Reply> detail(Event event) {
        return states.of(event).compose(written -> now(event, written)).compose(known -> envelopes
                .of(event)
                .map(envelope -> Reply.ok(envelope.put("subscriptions", Views.states(known)))));
    }
}
