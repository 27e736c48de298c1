package dev.angarium.provider;

import dev.angarium.provider.json.JsonOut;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The parameters of an {@code application/x-www-form-urlencoded} body, decoded as UTF-8, in the order of the body. Total:
 * a percent sign that begins no octet stands for itself, a broken character becomes U+FFFD.
 *
 * @param fields at most {@value #FIELDS}; what comes behind them is not looked at
 */
public record Form(List<Field> fields) {
    private static final int FIELDS = 1_000;
    private static final String TYPE = "application/x-www-form-urlencoded";

    /** One parameter. */
    public record Field(String name, String value) {}

    public Form {
        fields = List.copyOf(fields);
    }

    /** Whether the webhook says that it is a form. */
    public static boolean is(Webhook webhook) {
        return webhook.contentType().regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    public static Form of(byte[] body) {
        var fields = new ArrayList<Field>();
        var from = 0;
        while (from < body.length && fields.size() < FIELDS) {
            var to = indexOf(body, '&', from, body.length);
            if (to > from) {
                var equals = indexOf(body, '=', from, to);
                fields.add(new Field(decoded(body, from, equals), decoded(body, Math.min(equals + 1, to), to)));
            }
            from = to + 1;
        }
        return new Form(fields);
    }

    /** The first value of that name; empty where there is none. */
    public String first(String name) {
        for (var field : fields) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return "";
    }

    /** As a JSON object, without credentials; of a name that comes again, a list. What is not UTF-8 or has a NUL is mended. */
    public byte[] json() {
        var values = new LinkedHashMap<String, List<String>>();
        for (var field : fields) {
            if (Credentials.AROUND.stream().noneMatch(field.name()::equalsIgnoreCase)) {
                values.computeIfAbsent(field.name(), first -> new ArrayList<>(1))
                        .add(field.value());
            }
        }
        var out = new JsonOut(1024).beginObject();
        values.forEach((name, all) -> {
            out.name(name);
            if (all.size() == 1) {
                out.value(all.get(0));
            } else {
                out.beginArray();
                all.forEach(out::value);
                out.endArray();
            }
        });
        return out.endObject().bytes();
    }

    /** The end where there is none. */
    private static int indexOf(byte[] body, char letter, int from, int to) {
        for (var at = from; at < to; at++) {
            if (body[at] == letter) {
                return at;
            }
        }
        return to;
    }

    private static String decoded(byte[] body, int from, int to) {
        var plain = new ByteArrayOutputStream(to - from);
        for (var at = from; at < to; at++) {
            if (body[at] == '+') {
                plain.write(' ');
            } else if (body[at] == '%' && at + 3 <= to && hex(body[at + 1]) >= 0 && hex(body[at + 2]) >= 0) {
                plain.write(hex(body[at + 1]) << 4 | hex(body[at + 2]));
                at += 2;
            } else {
                plain.write(body[at]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
