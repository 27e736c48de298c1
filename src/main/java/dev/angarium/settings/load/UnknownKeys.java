package dev.angarium.settings.load;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keys that are not in the table: which of them stop the start, which are only worth a word. */
final class UnknownKeys {
    /** Families that belong to this program alone: nobody else sets such a variable. */
    private static final Pattern OURS = Pattern.compile("(EVENT|CB|DLQ|MEDIA|CLUSTER)_.*");

    /** Families that Kubernetes and others use as well. */
    private static final Pattern LIKE_OURS = Pattern.compile(
            "(ANGARIUM|DELIVERY|WEBHOOK|SIMPLE_API|RATE_LIMIT|INGRESS|OUTBOUND|METRICS|DATABASE|MASTER_KEY|S3|WHATSAPP|META"
                    + "|EVOLUTION|TWILIO|ZAPI|WAHA)_.*|REDIS_URL");

    private static final Pattern RETIRED = Pattern.compile("WHATSAPP_MODE|WHATSAPP_SESSION_STORE_.*|SUPABASE_.*");
    private static final int SHORTEST_TYPO = 8;
    private static final int NAMED = 3;

    private UnknownKeys() {}

    static List<String> problems(Collection<String> environment, Collection<String> conf) {
        var ofEnvironment = unknown(environment).filter(OURS.asMatchPredicate());
        return Stream.concat(ofEnvironment, unknown(conf))
                .distinct()
                .sorted()
                .map(key -> key + " is not a known setting; the nearest are " + String.join(", ", nearest(key)))
                .toList();
    }

    static List<String> warnings(Collection<String> environment, Collection<String> conf) {
        var strange = unknown(environment)
                .filter(OURS.asMatchPredicate().negate())
                .filter(UnknownKeys::looksLikeOurs)
                .sorted()
                .map(key -> key + " is not a known setting and has no effect; the nearest is "
                        + nearest(key).get(0));
        var retired = Stream.concat(environment.stream(), conf.stream())
                .filter(RETIRED.asMatchPredicate())
                .distinct()
                .sorted()
                .toList();
        var retiredLine = String.join(", ", retired) + ": retired, without effect";
        return Stream.concat(strange, retired.isEmpty() ? Stream.of() : Stream.of(retiredLine))
                .toList();
    }

    private static Stream<String> unknown(Collection<String> keys) {
        return keys.stream()
                .filter(key -> !SettingTable.knows(key))
                .filter(RETIRED.asMatchPredicate().negate());
    }

    private static boolean looksLikeOurs(String key) {
        return LIKE_OURS.matcher(key).matches()
                || (key.length() >= SHORTEST_TYPO && distance(key, nearest(key).get(0)) <= 2);
    }

    /** The key's own family first, then by how little must be changed. */
    private static List<String> nearest(String key) {
        var family = key.substring(0, key.indexOf('_') + 1);
        return SettingTable.keys().stream()
                .sorted(Comparator.<String, Boolean>comparing(known -> family.isEmpty() || !known.startsWith(family))
                        .thenComparing(known -> distance(key, known))
                        .thenComparing(known -> known))
                .limit(NAMED)
                .toList();
    }

    /** Levenshtein's: single-letter changes that lead from one to the other. */
    private static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (var column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (var at = 1; at <= from.length(); at++) {
            var diagonal = row[0];
            row[0] = at;
            for (var column = 1; column <= to.length(); column++) {
                var change = diagonal + (from.charAt(at - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(change, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
