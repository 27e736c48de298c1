package dev.angarium.web.address;

import io.netty.util.NetUtil;
import java.util.Optional;

/** Reads addresses written plainly: four decimal numbers without leading zeros, or IPv6 without zone. */
public final class Literals {
    private Literals() {}

    /** 4 or 16 bytes; empty where the text is no address in a plain spelling. */
    public static Optional<byte[]> parse(String text) {
        if (text.indexOf(':') >= 0) {
            return text.indexOf('%') >= 0 || !NetUtil.isValidIpV6Address(text)
                    ? Optional.empty()
                    : Optional.of(NetUtil.createByteArrayFromIpAddressString(text));
        }
        return isPlainV4(text) ? Optional.of(NetUtil.createByteArrayFromIpAddressString(text)) : Optional.empty();
    }

    /**
     * True where a resolver may take the name for a number: its last label is all digits or hexadecimal with 0x, as in
     * {@code 127.1}, {@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1}.
     */
    public static boolean looksNumeric(String host) {
        var end = host.endsWith(".") ? host.length() - 1 : host.length();
        var label = host.substring(host.lastIndexOf('.', end - 1) + 1, end);
        if (label.isEmpty()) {
            return true;
        }
        return label.startsWith("0x") || label.startsWith("0X") || label.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isPlainV4(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (var part : parts) {
            if (!isByte(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isByte(String part) {
        if (part.isEmpty() || part.length() > 3 || part.length() > 1 && part.charAt(0) == '0') {
            return false;
        }
        return part.chars().allMatch(c -> c >= '0' && c <= '9') && Integer.parseInt(part) <= 255;
    }
}
