package dev.angarium.observe.log;

import java.util.regex.Pattern;

/** Blanks what looks like a person or a secret in lines that are not ours. */
final class Masks {
    private static final int LONGEST = 400;
    private static final Pattern SUSPECT = Pattern.compile(
            "[\\w.+-]{1,64}@[\\w.-]{1,255}" // an address, a JID
                    + "|(?i:bearer|basic)\\s+\\S+"
                    + "|[?&][\\w.-]{1,64}=[^\\s&]+" // a query string
                    + "|\\+?\\d(?:[\\s().-]?\\d){6,}" // a phone number
                    + "|[A-Za-z0-9+/_=-]{24,}"); // a token

    private Masks() {}

    static String mask(String text) {
        var bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return SUSPECT.matcher(bounded).replaceAll("***");
    }
}
