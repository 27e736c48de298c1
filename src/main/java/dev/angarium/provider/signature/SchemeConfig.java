package dev.angarium.provider.signature;

import java.util.List;
import java.util.Map;

/**
 * A connection's authentication as stored.
 *
 * @param scheme one of {@link Schemes#NAMES}
 * @param secrets the current one and, during a rotation, the previous one
 * @param options {@code header}, {@code encoding} (hex or base64), {@code prefix}; with scheme evolution also
 *     {@code accept} (a comma list of hmac, jwt, header, apikey) and {@code tokenHeader}
 */
public record SchemeConfig(String scheme, List<SigningSecret> secrets, Map<String, String> options) {
    public static final String HEADER = "header";
    public static final String ENCODING = "encoding";
    public static final String PREFIX = "prefix";
    public static final String ACCEPT = "accept";
    public static final String TOKEN_HEADER = "tokenHeader";
    /** How the node is called from outside; known to the node, never stored. */
    public static final String PUBLIC_URL = "publicUrl";

    public SchemeConfig {
        secrets = List.copyOf(secrets);
        options = Map.copyOf(options);
    }

    String option(String name, String fallback) {
        return options.getOrDefault(name, fallback);
    }
}
