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

/** Addresses by name, kept for a while, and the check of every one of them. Safe from every thread. */
final class AddressBook {
    private final Resolver resolver;
    private final AddressRules rules;
    private final Cache<String, List<InetAddress>> names;

    AddressBook(Resolver resolver, AddressRules rules, ClientLimits limits, Time time) {
        this.resolver = resolver;
        this.rules = rules;
        this.names = Caffeine.newBuilder()
                .maximumSize(limits.names())
                .expireAfterWrite(limits.nameTtl())
                .ticker(time::nanos)
                .build();
    }

    /** What is known without asking; null where that is nothing. */
    @Nullable
    List<InetAddress> known(Target target) {
        return target.literal().map(AddressBook::address).orElseGet(() -> names.getIfPresent(target.host()));
    }

    Future<List<InetAddress>> ask(Target target) {
        return resolver.resolve(target.host()).onSuccess(found -> names.put(target.host(), found));
    }

    void forget(Target target) {
        names.invalidate(target.host());
    }

    /** One bad address among good ones is enough to refuse: a client must not depend on which it happens to take. */
    boolean allowsAll(List<InetAddress> addresses) {
        for (var address : addresses) {
            if (!rules.allows(address.getAddress())) {
                return false;
            }
        }
        return !addresses.isEmpty();
    }

    private static List<InetAddress> address(byte[] literal) {
        try {
            return List.of(InetAddress.getByAddress(literal));
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", impossible);
        }
    }
}
