package dev.angarium.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where and how the server listens, and what it accepts. Bodies in bytes. */
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
        Duration requestTimeout) {}
