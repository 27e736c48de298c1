package dev.angarium.tenant;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The secrets of a connection as one text to seal: by use, for scheme evolution may have one a way.
 *
 * @param byUse an empty use means any
 */
public record SecretTexts(Map<String, String> byUse) {
    public static SecretTexts of(String secret) {
        return new SecretTexts(Map.of("", secret));
    }

    public static SecretTexts parse(String text) {
        var byUse = new TreeMap<String, String>();
        new JsonObject(text).forEach(entry -> byUse.put(entry.getKey(), (String) entry.getValue()));
        return new SecretTexts(byUse);
    }

    public String text() {
        return new JsonObject(new TreeMap<String, Object>(byUse)).encode();
    }

    public List<ConnectionRef.Secret> secrets(Optional<Instant> validUntil) {
        var secrets = new ArrayList<ConnectionRef.Secret>();
        byUse.forEach((use, value) -> secrets.add(new ConnectionRef.Secret(use, value, validUntil)));
        return secrets;
    }

    @Override
    public String toString() {
        return "***";
    }
}
