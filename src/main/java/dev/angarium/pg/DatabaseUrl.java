package dev.angarium.pg;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who asks: {@code postgres://user:password@host:port/database?sslmode=require}. Printing it
 * shows no password.
 *
 * @param sslMode disable, allow, prefer (as libpq: the default), require, verify-ca or verify-full
 * @param rootCertificate a PEM file to trust instead of the JVM's authorities
 */
public record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        SslMode sslMode,
        Optional<String> rootCertificate) {
    private static final int DEFAULT_PORT = 5432;
    private static final int PORT_MAX = 65_535;
    private static final String SHAPE = "DATABASE_URL must look like postgres://user:password@host:5432/database";

    public DatabaseUrl {
        if (port < 1 || port > PORT_MAX || host.isBlank() || database.isBlank() || user.isBlank()) {
            throw new StartRefused(SHAPE);
        }
    }

    /** Reads the forms {@code postgres://} and {@code postgresql://}; the only parameters are sslmode and sslrootcert. */
    public static DatabaseUrl parse(String text) {
        var uri = uri(text);
        var parameters = parameters(uri.getRawQuery());
        var credentials = orEmpty(uri.getRawUserInfo()).split(":", 2);
        return new DatabaseUrl(
                orEmpty(uri.getHost()).replaceAll("^\\[|]$", ""),
                uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
                decode(orEmpty(uri.getRawPath()).replaceFirst("^/", "")),
                decode(credentials[0]),
                credentials.length == 2 ? decode(credentials[1]) : "",
                sslMode(parameters.getOrDefault("sslmode", "prefer")),
                Optional.ofNullable(parameters.get("sslrootcert")));
    }

    /** A server on this machine that speaks no TLS. */
    static DatabaseUrl local(int port, String database, String user, String password) {
        return new DatabaseUrl("127.0.0.1", port, database, user, password, SslMode.DISABLE, Optional.empty());
    }

    DatabaseUrl as(String otherUser, String otherPassword) {
        return new DatabaseUrl(host, port, database, otherUser, otherPassword, sslMode, rootCertificate);
    }

    DatabaseUrl named(String otherDatabase) {
        return new DatabaseUrl(host, port, otherDatabase, user, password, sslMode, rootCertificate);
    }

    String jdbcUrl() {
        var hostPart = host.contains(":") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + hostPart + ":" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    Properties jdbcProperties() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode.value);
        rootCertificate.ifPresent(file -> properties.setProperty("sslrootcert", file));
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "angarium-start");
        return properties;
    }

    /** The same for the event loop's driver. */
    PgConnectOptions connectOptions() {
        var options = new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase(database)
                .setUser(user)
                .setPassword(password)
                .setSslMode(sslMode);
        return sslMode == SslMode.DISABLE ? options : options.setSslOptions(trust());
    }

    private ClientSSLOptions trust() {
        var verifies = sslMode == SslMode.VERIFY_CA || sslMode == SslMode.VERIFY_FULL;
        var options = new ClientSSLOptions().setTrustAll(!verifies);
        options.setHostnameVerificationAlgorithm(sslMode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        rootCertificate
                .filter(file -> verifies)
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file)));
        return options;
    }

    private static URI uri(String text) {
        try {
            var uri = new URI(text);
            if ("postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new StartRefused(SHAPE); // without the cause: its message quotes the password
        }
        throw new StartRefused(SHAPE);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new HashMap<String, String>();
        for (var part : orEmpty(query).split("&")) {
            var pair = part.split("=", 2);
            if (pair.length == 2) {
                parameters.put(decode(pair[0]), decode(pair[1]));
            }
        }
        for (var name : parameters.keySet()) {
            if (!name.equals("sslmode") && !name.equals("sslrootcert")) {
                throw new StartRefused(
                        "DATABASE_URL: unknown parameter " + name + ", known are sslmode and sslrootcert");
            }
        }
        return parameters;
    }

    private static SslMode sslMode(String value) {
        try {
            return SslMode.of(value);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    "DATABASE_URL: sslmode must be disable, allow, prefer, require, verify-ca or verify-full");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
