package dev.angarium.web.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a custom header of an outgoing request may be. Pure; used at registration. */
public final class HeaderRules {
    private static final int MOST = 32;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0,2048}");
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "http2-settings");

    private HeaderRules() {}

    /** Nothing where all may be sent. A message names a header only where its name is well-formed. */
    public static List<String> problems(Map<String, String> headers) {
        var problems = new ArrayList<String>();
        if (headers.size() > MOST) {
            problems.add("there are more than " + MOST + " headers");
        }
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches()) {
                problems.add("a header's name must be 1 to 64 token characters");
            } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(name + " cannot be set");
            } else if (!VALUE.matcher(value).matches()) {
                problems.add("the value of " + name + " must be at most 2048 visible ASCII characters");
            }
        });
        return problems;
    }
}
