package dev.angarium.web.client;

import dev.angarium.web.address.Literals;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a request goes: a parsed absolute http or https URL without user and fragment. Parse once, use often.
 *
 * @param host a name in lower case without trailing dot, or an address without brackets
 * @param uri path and query, as written
 */
public record Target(boolean tls, String host, int port, String uri) {
    static final int LONGEST = 2048;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Pattern URL =
            Pattern.compile("(?i)(https?)://(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::(\\d{1,5}))?([/?][!-~&&[^#\\\\]]*)?");
    private static final Pattern NAME = Pattern.compile(
            "(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)*" + "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final int LONGEST_NAME = 253;

    /** Empty where the text is no such URL, or spells an address in any but the plain way. */
    public static Optional<Target> parse(String url) {
        var match = URL.matcher(url);
        if (url.length() > LONGEST || !match.matches()) {
            return Optional.empty();
        }
        var tls = match.group(1).equalsIgnoreCase("https");
        var port = port(match.group(3), tls);
        var host = host(match.group(2).toLowerCase(Locale.ROOT));
        var uri = match.group(4);
        return host.isEmpty() || port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(new Target(tls, host, port, uri(uri == null ? "" : uri)));
    }

    /** The address where the host is one. */
    public Optional<byte[]> literal() {
        return Literals.parse(host);
    }

    /** As Host carries it: the port only where it is not the scheme's own, an IPv6 address in brackets. */
    String authority() {
        var written = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (tls ? HTTPS : HTTP) ? written : written + ":" + port;
    }

    private static int port(@org.jspecify.annotations.Nullable String digits, boolean tls) {
        if (digits == null) {
            return tls ? HTTPS : HTTP;
        }
        return Integer.parseInt(digits);
    }

    private static String uri(String written) {
        return written.startsWith("/") ? written : "/" + written;
    }

    /** Empty where it is neither a name nor a plainly spelled address. */
    private static String host(String written) {
        if (written.startsWith("[")) {
            var address = written.substring(1, written.length() - 1);
            return address.indexOf(':') >= 0 && Literals.parse(address).isPresent() ? address : "";
        }
        if (Literals.looksNumeric(written)) {
            return Literals.parse(written).isPresent() ? written : "";
        }
        var name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches() ? name : "";
    }
}
