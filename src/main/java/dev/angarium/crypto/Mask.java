package dev.angarium.crypto;

/** What may be shown of a secret: enough to tell two apart in a list, nothing to use. */
public final class Mask {
    private static final String HIDDEN = "****";
    private static final int SHOWN = 4;
    private static final int LONG_ENOUGH = 24;

    private Mask() {}

    /** The last four letters of a long secret; nothing of a short one; empty stays empty, to show that it is unset. */
    public static String secret(String value) {
        if (value.isEmpty()) {
            return "";
        }
        return value.length() < LONG_ENOUGH ? HIDDEN : HIDDEN + value.substring(value.length() - SHOWN);
    }

    /** A URL without its user, query and fragment, where credentials hide. */
    public static String url(String value) {
        var end = value.length();
        for (var at = 0; at < value.length(); at++) {
            if (value.charAt(at) == '?' || value.charAt(at) == '#') {
                end = at;
                break;
            }
        }
        var shown = value.substring(0, end);
        var scheme = shown.indexOf("://");
        var from = scheme < 0 ? 0 : scheme + 3;
        var path = shown.indexOf('/', from);
        var user = shown.lastIndexOf('@', path < 0 ? shown.length() : path);
        var bare = user >= from ? shown.substring(0, from) + HIDDEN + shown.substring(user) : shown;
        return end < value.length() ? bare + "?" + HIDDEN : bare;
    }
}
