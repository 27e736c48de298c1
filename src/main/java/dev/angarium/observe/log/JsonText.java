package dev.angarium.observe.log;

/** Builds one flat JSON object. */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;

    JsonText(int size) {
        out = new StringBuilder(size).append('{');
    }

    void field(String name, Object value) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append('"').append(name).append("\":");
        if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quoted(value.toString());
        }
    }

    /** Ends the object and the line. */
    String line() {
        return out.append("}\n").toString();
    }

    private void quoted(String text) {
        out.append('"');
        for (var at = 0; at < text.length(); at++) {
            character(text.charAt(at));
        }
        out.append('"');
    }

    private void character(char c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c >= 0x20 && c < 0x7f || c > 0x9f && !Character.isSurrogate(c)) {
            out.append(c);
        } else {
            out.append("\\u")
                    .append(HEX.charAt(c >> 12))
                    .append(HEX.charAt(c >> 8 & 15))
                    .append(HEX.charAt(c >> 4 & 15))
                    .append(HEX.charAt(c & 15));
        }
    }
}
