package dev.angarium.settings.load;

import dev.angarium.settings.RateSettings;
import dev.angarium.settings.ServerSettings;
import dev.angarium.settings.value.Kinds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Where the server listens, what it accepts, and how often. */
final class ServerKeys {
    static final Setting<String> HOST = Setting.of("HOST", Kinds.TEXT, "127.0.0.1", "the address to listen at")
            .inProduction("0.0.0.0");
    static final Setting<Integer> PORT =
            Setting.of("PORT", Kinds.COUNT, "3000", "the port to listen at; 0: any free one");
    static final Setting<Integer> MANAGEMENT_PORT =
            Setting.of("MANAGEMENT_PORT", Kinds.COUNT, "a port of its own for probes and metrics");
    static final Setting<Path> TLS_CERT = Setting.of("TLS_CERT", Kinds.PATH, "PEM file with the certificate chain");
    static final Setting<Path> TLS_KEY = Setting.of("TLS_KEY", Kinds.PATH, "PEM file with the private key");
    static final Setting<String> PUBLIC_BASE_URL =
            Setting.of("PUBLIC_BASE_URL", Kinds.TEXT, "what providers call: https://broker.example.com");
    static final Setting<List<String>> CORS =
            Setting.of("CORS_ALLOWED_ORIGINS", Kinds.TEXTS, "origins with commas between; no CORS unless named");
    static final Setting<List<String>> PROXIES = Setting.of(
            "TRUSTED_PROXIES", Kinds.TEXTS, "addresses or blocks whose forwarding headers count; none unless named");
    static final Setting<Integer> API_MAX_BODY = Setting.of("API_MAX_BODY", Kinds.BODY_SIZE, "1MB", "largest API body");
    static final Setting<Integer> INGRESS_MAX_BODY = Setting.of(
            "INGRESS_MAX_BODY",
            Kinds.BODY_SIZE,
            "3MB",
            "largest body of a provider; a connection may raise it to 32MB");
    static final Setting<Integer> MAX_CONNECTIONS = Setting.of(
            "MAX_CONNECTIONS",
            Kinds.COUNT,
            "16000",
            "connections of clients a node holds; from three quarters of it on idle ones go after 5s, not 75s; at most"
                    + " four fifths of the descriptors the process may open");
    static final Setting<Duration> REQUEST_TIMEOUT =
            Setting.of("REQUEST_TIMEOUT", Kinds.DURATION, "60s", "longest a request may take, first byte to answer");

    static final Setting<Integer> RATE_MAX =
            Setting.of("RATE_LIMIT_MAX", Kinds.COUNT, "100", "requests in a window per key, member or address; 0: off");
    static final Setting<Duration> RATE_WINDOW =
            Setting.of("RATE_LIMIT_WINDOW", Kinds.MILLIS, "60000", "the window; a plain number is milliseconds");
    static final Setting<Integer> TENANT_RATE =
            Setting.of("TENANT_RATE_LIMIT", Kinds.COUNT, "0", "requests in a window per tenant; 0: off");
    static final Setting<Integer> GLOBAL_RATE =
            Setting.of("GLOBAL_RATE_LIMIT", Kinds.COUNT, "0", "requests in a window in all; 0: off");
    static final Setting<Integer> INGRESS_RATE =
            Setting.of("INGRESS_RATE_LIMIT", Kinds.COUNT, "0", "provider requests in a window per connection; 0: off");

    static final List<Setting<?>> SERVER = List.of(
            HOST,
            PORT,
            MANAGEMENT_PORT,
            TLS_CERT,
            TLS_KEY,
            PUBLIC_BASE_URL,
            CORS,
            PROXIES,
            API_MAX_BODY,
            INGRESS_MAX_BODY,
            MAX_CONNECTIONS,
            REQUEST_TIMEOUT);
    static final List<Setting<?>> RATES = List.of(RATE_MAX, RATE_WINDOW, TENANT_RATE, GLOBAL_RATE, INGRESS_RATE);

    private ServerKeys() {}

    static ServerSettings server(Values values) {
        return new ServerSettings(
                values.get(HOST),
                values.get(PORT),
                values.find(MANAGEMENT_PORT).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                values.find(TLS_CERT),
                values.find(TLS_KEY),
                values.find(PUBLIC_BASE_URL),
                values.find(CORS).orElse(List.of()),
                values.find(PROXIES).orElse(List.of()),
                values.get(API_MAX_BODY),
                values.get(INGRESS_MAX_BODY),
                values.get(MAX_CONNECTIONS),
                values.get(REQUEST_TIMEOUT));
    }

    static RateSettings rates(Values values) {
        return new RateSettings(
                values.get(RATE_MAX),
                values.get(RATE_WINDOW),
                values.get(TENANT_RATE),
                values.get(GLOBAL_RATE),
                values.get(INGRESS_RATE));
    }
}
