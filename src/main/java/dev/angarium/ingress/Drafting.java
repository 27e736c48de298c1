package dev.angarium.ingress;

import dev.angarium.crypto.Sha256;
import dev.angarium.event.Draft;
import dev.angarium.event.EventTypes;
import dev.angarium.ingress.limit.Inquiry;
import dev.angarium.ingress.limit.Workbench;
import dev.angarium.provider.ContentHash;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Webhook;
import dev.angarium.tenant.ConnectionRef;
import dev.angarium.tenant.Directory.Assignment;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Gives what one webhook tells its instances, and so its keys. */
final class Drafting {
    /** Events of further accounts in one body are kept with the connection's unassigned ones. */
    static final int ACCOUNTS_MAX = 100;

    private static final String UNASSIGNED = "";
    private static final byte[] NO_DATA = "{}".getBytes(StandardCharsets.US_ASCII);

    private final Inquiry inquiry;
    private final Workbench workbench;
    private final ConnectionRef connection;
    private final Webhook webhook;

    Drafting(Inquiry inquiry, Workbench workbench, ConnectionRef connection, Webhook webhook) {
        this.inquiry = inquiry;
        this.workbench = workbench;
        this.connection = connection;
        this.webhook = webhook;
    }

    /** One draft an event, in the same order. */
    Future<List<Draft>> of(List<ProviderEvent> events) {
        var large = events.size() > Workbench.SMALL_EVENTS;
        return places(accounts(events)).compose(places -> workbench.run(large, () -> drafts(events, places)));
    }

    /** Only the raw bytes; a resend of the same bytes is a duplicate. */
    Future<List<Draft>> unparsed(String account, byte[] raw) {
        return inquiry.instanceOf(connection, account).map(place -> List.of(unparsed(place, raw)));
    }

    private static Set<String> accounts(List<ProviderEvent> events) {
        if (events.size() == 1) {
            return Set.of(events.get(0).externalId());
        }
        var accounts = new LinkedHashSet<String>();
        for (var event : events) {
            accounts.add(accounts.size() < ACCOUNTS_MAX ? event.externalId() : UNASSIGNED);
        }
        return accounts;
    }

    /** One after the other: a body must not put a hundred questions to the database at once. */
    private Future<Map<String, Assignment>> places(Collection<String> accounts) {
        if (accounts.size() == 1) {
            var only = accounts.iterator().next();
            return inquiry.instanceOf(connection, only).map(place -> Map.of(only, place));
        }
        var places = new HashMap<String, Assignment>();
        Future<?> found = Future.succeededFuture();
        for (var account : accounts) {
            found = found.compose(
                    before -> inquiry.instanceOf(connection, account).onSuccess(place -> places.put(account, place)));
        }
        return found.map(all -> places);
    }

    private List<Draft> drafts(List<ProviderEvent> events, Map<String, Assignment> places) {
        if (events.size() == 1) {
            var only = events.get(0);
            return List.of(draft(only, Objects.requireNonNull(places.get(only.externalId()))));
        }
        var drafts = new ArrayList<Draft>(events.size());
        for (var event : events) {
            var own = places.get(event.externalId());
            drafts.add(draft(event, own == null ? Objects.requireNonNull(places.get(UNASSIGNED)) : own));
        }
        return drafts;
    }

    private Draft draft(ProviderEvent event, Assignment place) {
        return new Draft(
                place.instance(),
                event.key().at(place.instance().no()),
                event.fingerprint(),
                place.assigned() ? event.type() : EventTypes.UNASSIGNED,
                event.chat(),
                webhook.receivedAt(),
                event.occurredAt() < 0 ? webhook.receivedAt() : event.occurredAt(),
                webhook.correlationId(),
                event.data(),
                event.raw());
    }

    private Draft unparsed(Assignment place, byte[] raw) {
        var key = new DedupeKey(ContentHash.KIND, HexFormat.of().formatHex(Sha256.of(raw)));
        return new Draft(
                place.instance(),
                key.at(place.instance().no()),
                Arrays.hashCode(raw),
                EventTypes.UNPARSED,
                null,
                webhook.receivedAt(),
                webhook.receivedAt(),
                webhook.correlationId(),
                NO_DATA,
                raw);
    }
}
