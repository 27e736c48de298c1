package dev.angarium.provider.baileys;

import dev.angarium.provider.json.Json;
import java.util.Base64;

/** Keys and hashes: base64 text, or bytes in the three ways JavaScript spells them: a list, an indexed object, a Buffer. */
final class Buffers {
    private static final int LONGEST = 64;

    private Buffers() {}

    /** Base64; empty where it is neither text nor at most 64 bytes. */
    static String base64(Json value) {
        if (value.isString()) {
            return value.text();
        }
        var bytes = value.get("data").isArray() ? value.get("data") : value;
        if (bytes.size() == 0 || bytes.size() > LONGEST) {
            return "";
        }
        var octets = new byte[bytes.size()];
        for (var at = 0; at < octets.length; at++) {
            var octet = bytes.at(at).number(-1);
            if (octet < 0 || octet > 255) {
                return "";
            }
            octets[at] = (byte) octet;
        }
        return Base64.getEncoder().encodeToString(octets);
    }

    /** A length: a number, its text, or a {low, high} pair; 0 where it is none. */
    static long length(Json value) {
        return value.isObject()
                ? value.get("high").number(0) << 32 | value.get("low").number(0) & 0xFFFFFFFFL
                : value.number(0);
    }
}
