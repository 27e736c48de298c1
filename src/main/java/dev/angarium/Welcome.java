package dev.angarium;

import dev.angarium.crypto.Hmac;
import dev.angarium.settings.Environment;
import dev.angarium.settings.Settings;
import dev.angarium.settings.load.DevKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a started node prints: where it is, its keys, and lines to paste. A made key is shown once, at the start that
 * made it; a set one never.
 *
 * @param sample tells one start's sample message from another's
 */
record Welcome(DevKeys.Kept kept, int port, long sample) {
    String text() {
        var lines = new ArrayList<String>();
        lines.add("Angarium " + settings().node().name() + " listens at " + url());
        kept.adminKeyFile().ifPresent(file -> {
            var key = settings().security().adminKey().orElse("");
            lines.add("Admin key: " + (kept.adminKeyIsNew() ? key + ", shown this once; " : "") + "kept in " + file);
        });
        lines.add("Try:");
        lines.addAll(linesToPaste());
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private List<String> linesToPaste() {
        var lines = new ArrayList<String>();
        lines.add("  curl " + url() + "/health/ready");
        lines.add("  curl " + url() + "/metrics");
        kept.adminKeyFile()
                .filter(file -> settings().node().environment() == Environment.DEV)
                .ifPresent(file -> lines.addAll(firstDelivery(file)));
        return lines;
    }

    /** A webhook to the node's own receiver, and a signed message that it then gets. */
    private List<String> firstDelivery(Path adminKey) {
        var lines = new ArrayList<String>();
        lines.add("A webhook, delivered to the node's own receiver (any URL of yours will do):");
        lines.add("  curl -s " + url() + "/v1/webhooks -H \"Authorization: Bearer $(cat '" + adminKey.toAbsolutePath()
                + "')\" -H 'Content-Type: application/json' -d '{\"url\":\"" + url() + DevReceiver.PATH
                + "\",\"events\":[\"*\"]}'");
        settings()
                .simpleApi()
                .webhookSecret()
                .filter(secret -> settings().simpleApi().enabled())
                .ifPresent(secret -> {
                    lines.add("A signed sample message, and its delivery:");
                    lines.add("  curl -s " + url() + "/webhook -H 'X-Signature: " + signature(secret) + "' -d '"
                            + message() + "' && curl -s '" + url() + DevReceiver.PATH + "?wait=5s'");
                });
        return lines;
    }

    private String message() {
        return "{\"message_id\":\"sample-" + sample + "\",\"from\":\"+5511987654321\",\"to\":\"+5511912345678\","
                + "\"ts\":\"2026-01-01T12:00:00Z\",\"text\":\"hello\"}";
    }

    private String signature(String secret) {
        var hmac = new Hmac(Hmac.Algorithm.SHA256, secret.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hmac.sign(message().getBytes(StandardCharsets.UTF_8)));
    }

    private String url() {
        return settings().server().baseUrl(port);
    }

    private Settings settings() {
        return kept.settings();
    }
}
