package dev.angarium.ingress;

import dev.angarium.access.rate.ConnectionRates;
import dev.angarium.event.EventSink;
import dev.angarium.ingress.limit.Inquiry;
import dev.angarium.ingress.limit.Shares;
import dev.angarium.ingress.limit.Workbench;
import dev.angarium.provider.Reader;
import dev.angarium.provider.registry.Readers;
import dev.angarium.tenant.connection.PgDefaults;
import dev.angarium.time.Time;
import java.util.function.IntConsumer;

/**
 * What all arrivals of a node share.
 *
 * @param tooLarge hears of each connection whose body was over its limit
 * @param fixedMaxBody bytes that a fixed route reads before it knows whose they are
 */
record Desk(
        Inquiry.Desk directory,
        Doorkeeper doorkeeper,
        Readers readers,
        EventSink sink,
        ConnectionRates rates,
        Shares shares,
        Workbench workbench,
        IngressMeters meters,
        IntConsumer tooLarge,
        Time time,
        int fixedMaxBody) {

    Reader readerOf(String provider) {
        return provider.equals(PgDefaults.SIMPLE)
                ? readers.simple()
                : readers.of(provider).orElseGet(readers::raw);
    }

    /** The simple message API has one account, whatever its bodies say. */
    String claimedAccount(String provider, byte[] body) {
        return provider.equals(PgDefaults.SIMPLE) ? "" : readers.claimedAccount(provider, body);
    }
}
