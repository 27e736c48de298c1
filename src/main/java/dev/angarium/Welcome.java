package dev.angarium;

import dev.angarium.settings.Settings;
import dev.angarium.settings.load.DevKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * What a started node prints: where it is, its keys, and lines to paste. A made key is shown once, at the start that
 * made it; a set one never.
 */
record Welcome(DevKeys.Kept kept, int port) {
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
        return lines;
    }

    private String url() {
        var server = settings().server();
        var scheme = server.tlsCert().isPresent() ? "https" : "http";
        return server.publicBaseUrl().orElse(scheme + "://" + reachable(server.host()) + ":" + port);
    }

    /** An address to listen at everywhere is no address to call. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::" -> "localhost";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    private Settings settings() {
        return kept.settings();
    }
}
