package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Where and how the server listens, and what it accepts. Bodies in bytes. A port of 0 is any free one. */
public record ServerSettings(
        String host,
        int port,
        OptionalInt managementPort,
        Optional<Path> tlsCert,
        Optional<Path> tlsKey,
        Optional<String> publicBaseUrl,
        List<String> corsAllowedOrigins,
        List<String> trustedProxies,
        int apiMaxBody,
        int ingressMaxBody,
        int maxConnections,
        Duration requestTimeout) {
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s?#]*)?");
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^\\s/?#@]+");
    private static final Pattern ADDRESSES = Pattern.compile("[0-9a-fA-F:.]{2,45}(/\\d{1,3})?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|::1|\\[::1]");
    private static final int MOST_BODY = 32 << 20;
    private static final int MOST_CONNECTIONS = 1_000_000;

    public ServerSettings {
        corsAllowedOrigins = List.copyOf(corsAllowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** True where only this machine can reach the host. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /**
     * What others call, without a slash at the end: PUBLIC_BASE_URL, else where this node listens.
     *
     * @param bound the port that was opened, also where PORT is 0
     */
    public String baseUrl(int bound) {
        var scheme = tlsCert.isPresent() ? "https" : "http";
        return publicBaseUrl
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .orElse(scheme + "://" + reachable(host) + ":" + bound);
    }

    /** An address to listen at everywhere is no address to call. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::" -> "localhost";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    public List<String> problems() {
        return Problems.of()
                .between("PORT", port, 0, 65_535)
                .between("MANAGEMENT_PORT", managementPort.orElse(0), 0, 65_535)
                .require(
                        port == 0 || managementPort.orElse(-1) != port,
                        "MANAGEMENT_PORT",
                        "must differ from PORT",
                        port)
                .require(tlsCert.isEmpty() || tlsKey.isPresent(), "TLS_KEY", "is missing beside TLS_CERT")
                .require(tlsKey.isEmpty() || tlsCert.isPresent(), "TLS_CERT", "is missing beside TLS_KEY")
                .require(
                        publicBaseUrl.isEmpty()
                                || URL.matcher(publicBaseUrl.get()).matches(),
                        "PUBLIC_BASE_URL",
                        "must be an http or https URL without user, query and fragment")
                .require(
                        corsAllowedOrigins.stream().allMatch(ORIGIN.asMatchPredicate()),
                        "CORS_ALLOWED_ORIGINS",
                        "must be * or origins such as https://app.example.com",
                        corsAllowedOrigins)
                .require(
                        trustedProxies.stream().allMatch(ADDRESSES.asMatchPredicate()),
                        "TRUSTED_PROXIES",
                        "must be addresses or blocks such as 10.0.0.0/8",
                        trustedProxies)
                .between("API_MAX_BODY", apiMaxBody, 1024, MOST_BODY)
                .between("INGRESS_MAX_BODY", ingressMaxBody, 1024, MOST_BODY)
                .between("MAX_CONNECTIONS", maxConnections, 16, MOST_CONNECTIONS)
                .between("REQUEST_TIMEOUT", requestTimeout, Duration.ofSeconds(1), Duration.ofMinutes(30))
                .list();
    }
}
