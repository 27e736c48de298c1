package dev.angarium.web.address;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** TRUSTED_PROXIES: whose X-Forwarded-For is believed. Nobody's unless named. */
public final class TrustedProxies {
    private static final int MOST_HOPS = 16;

    private final List<Cidr> blocks;

    /** @param texts addresses and blocks; throws where one is neither */
    public TrustedProxies(List<String> texts) {
        this.blocks = texts.stream().map(Cidr::of).toList();
    }

    /** The last address, seen from us, that no trusted proxy stands at. */
    public String client(String peer, @Nullable String forwardedFor) {
        if (forwardedFor == null || blocks.isEmpty() || !isTrusted(peer)) {
            return peer;
        }
        var hops = forwardedFor.split(",", -1);
        var client = peer;
        for (var at = hops.length - 1; at >= 0 && at >= hops.length - MOST_HOPS; at--) {
            var hop = hops[at].trim();
            if (Literals.parse(hop).isEmpty()) {
                return client;
            }
            client = hop;
            if (!isTrusted(hop)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return Literals.parse(address)
                .map(bytes -> blocks.stream().anyMatch(block -> block.contains(bytes)))
                .orElse(false);
    }
}
