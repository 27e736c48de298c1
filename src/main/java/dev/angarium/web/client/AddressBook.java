package dev.angarium.web.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.angarium.time.Time;
import dev.angarium.web.address.AddressRules;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses by name, checked, and kept for a while. Safe from every thread. */
final class AddressBook {
    private final Resolver resolver;
    private final AddressRules rules;
    private final Cache<String, Entry> names;

    AddressBook(Resolver resolver, AddressRules rules, ClientLimits limits, Time time) {
        this.resolver = resolver;
        this.rules = rules;
        this.names = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(limits.names())
                .expireAfterWrite(limits.nameTtl())
                .ticker(time::nanos)
                .build();
    }

    /**
     * What a host leads to. Rules do not change, so the check is part of it: each request, also on a pooled connection,
     * goes by an entry that was found allowed.
     */
    record Entry(List<InetAddress> addresses, boolean allowed) {}

    /** What is known without asking; null where that is nothing. */
    @Nullable
    Entry known(Target target) {
        var entry = names.getIfPresent(target.host());
        if (entry != null) {
            return entry;
        }
        return target.literal()
                .map(bytes -> keep(target, List.of(address(bytes))))
                .orElse(null);
    }

    Future<Entry> ask(Target target) {
        return resolver.resolve(target.host()).map(found -> keep(target, found));
    }

    /** A refused name is asked for again next time. */
    private Entry keep(Target target, List<InetAddress> found) {
        var entry = new Entry(found, allowsAll(found));
        if (entry.allowed()) {
            names.put(target.host(), entry);
        }
        return entry;
    }

    /** One bad address among good ones is enough to refuse: a client must not depend on which it happens to take. */
    private boolean allowsAll(List<InetAddress> addresses) {
        for (var address : addresses) {
            if (!rules.allows(address.getAddress())) {
                return false;
            }
        }
        return !addresses.isEmpty();
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", impossible);
        }
    }
}
