package dev.angarium.web.address;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses an outgoing call may reach: public unicast only. An own table, because the JDK's predicates miss
 * unique-local, shared and translated addresses. Addresses that carry an IPv4 address inside are judged by it.
 */
public final class AddressRules {
    private static final List<Cidr> REFUSED_V4 = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8",
            "100.64.0.0/10", // shared, carrier-grade NAT
            "127.0.0.0/8",
            "168.63.129.16/32", // a cloud's host agent behind a public number
            "169.254.0.0/16", // link-local, metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast
    private static final Cidr GLOBAL_V6 = Cidr.of("2000::/3");
    private static final List<Cidr> REFUSED_V6 = blocks(
            "2001::/23", // protocol assignments
            "2001:db8::/32", // documentation
            "3fff::/20");
    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");
    private static final Cidr TEREDO = Cidr.of("2001::/32");
    private static final List<Cidr> V4_AT_THE_END = blocks(
            "::/96", // compatible
            "::ffff:0:0/96", // mapped
            "::ffff:0:0:0/96", // translated
            "64:ff9b::/96"); // NAT64

    private final boolean allowPrivate;

    /** @param allowPrivate OUTBOUND_ALLOW_PRIVATE: every address is open */
    public AddressRules(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    public boolean allowsPrivate() {
        return allowPrivate;
    }

    /** @param address 4 or 16 bytes */
    public boolean allows(byte[] address) {
        return allowPrivate || isPublic(address);
    }

    static boolean isPublic(byte[] address) {
        return address.length == 4 ? none(REFUSED_V4, address) : isPublicV6(address);
    }

    private static boolean isPublicV6(byte[] address) {
        if (V4_AT_THE_END.stream().anyMatch(block -> block.contains(address))) {
            return isPublic(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, 2, 6));
        }
        if (TEREDO.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, 4, 8)) && isPublic(teredoClient(address));
        }
        return GLOBAL_V6.contains(address) && none(REFUSED_V6, address);
    }

    /** Teredo keeps its client's address with every bit turned. */
    private static byte[] teredoClient(byte[] address) {
        var client = Arrays.copyOfRange(address, 12, 16);
        for (var at = 0; at < client.length; at++) {
            client[at] = (byte) ~client[at];
        }
        return client;
    }

    private static boolean none(List<Cidr> blocks, byte[] address) {
        for (var block : blocks) {
            if (block.contains(address)) {
                return false;
            }
        }
        return true;
    }

    private static List<Cidr> blocks(String... texts) {
        return Stream.of(texts).map(Cidr::of).toList();
    }
}
