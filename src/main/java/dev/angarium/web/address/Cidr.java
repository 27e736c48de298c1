package dev.angarium.web.address;

import java.util.Arrays;
import java.util.Optional;

/** A block of addresses of one family. */
final class Cidr {
    private final byte[] prefix;
    private final int bits;

    private Cidr(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** {@code 10.0.0.0/8}, {@code fc00::/7}, or one address. Empty where the text is none. */
    static Optional<Cidr> parse(String text) {
        var slash = text.indexOf('/');
        var address = Literals.parse(slash < 0 ? text : text.substring(0, slash));
        return address.flatMap(bytes -> bits(text, slash, bytes.length * 8).map(bits -> new Cidr(bytes, bits)));
    }

    static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        var whole = bits >>> 3;
        if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
            return false;
        }
        var rest = bits & 7;
        return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xFF) >>> (8 - rest) == 0;
    }

    private static Optional<Integer> bits(String text, int slash, int most) {
        if (slash < 0) {
            return Optional.of(most);
        }
        try {
            var bits = Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > most ? Optional.empty() : Optional.of(bits);
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }
}
