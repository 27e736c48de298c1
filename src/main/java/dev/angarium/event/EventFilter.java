package dev.angarium.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which event types a subscription wants. Words: a native name; {@code message.*} (any family); {@code *}, which includes
 * what is kept under a provider's name; {@code provider.<name>}; or a provider's own word for native types, see
 * {@link EventAliases}.
 */
public final class EventFilter {
    private static final String ALL = "*";
    private static final String PROVIDER = "provider.";
    static final int WORD_LENGTH = 110;

    private final Set<String> names;
    private final List<String> prefixes;
    private final boolean everything;

    private EventFilter(Set<String> names, List<String> prefixes, boolean everything) {
        this.names = Set.copyOf(names);
        this.prefixes = List.copyOf(prefixes);
        this.everything = everything;
    }

    /** What became of a list of words. */
    public sealed interface Parsed {
        record Accepted(EventFilter filter) implements Parsed {}

        /** @param problems one sentence a word */
        record Refused(List<String> problems) implements Parsed {}
    }

    /** A filter that takes every event. */
    public static EventFilter all() {
        return new EventFilter(Set.of(), List.of(), true);
    }

    public static Parsed parse(List<String> words) {
        var names = new HashSet<String>();
        var prefixes = new ArrayList<String>();
        var problems = new ArrayList<String>();
        if (words.isEmpty()) {
            problems.add("name at least one event type, or *");
        }
        for (var word : words) {
            if (!word.equals(ALL) && !add(word, names, prefixes)) {
                problems.add("unknown event type: " + word.substring(0, Math.min(word.length(), WORD_LENGTH)));
            }
        }
        return problems.isEmpty()
                ? new Parsed.Accepted(new EventFilter(names, prefixes, words.contains(ALL)))
                : new Parsed.Refused(problems);
    }

    private static boolean add(String word, Set<String> names, List<String> prefixes) {
        if (EventTypes.NATIVE.contains(word) || isProviders(word)) {
            return names.add(word) || names.contains(word);
        }
        if (word.endsWith(".*") && isFamily(word.substring(0, word.length() - 1))) {
            return prefixes.add(word.substring(0, word.length() - 1));
        }
        var alias = EventAliases.of(word);
        return !alias.isEmpty() && (names.addAll(alias) || names.containsAll(alias));
    }

    private static boolean isProviders(String word) {
        if (!word.startsWith(PROVIDER) || word.length() == PROVIDER.length() || word.length() > WORD_LENGTH) {
            return false;
        }
        return word.chars()
                .allMatch(letter -> letter < 128 && Character.isLetterOrDigit(letter)
                        || letter == '.'
                        || letter == '-'
                        || letter == '_');
    }

    private static boolean isFamily(String prefix) {
        return prefix.equals(PROVIDER) || EventTypes.NATIVE.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Whether it takes every event, whatever else it names. */
    public boolean everything() {
        return everything;
    }

    /** Whole types that it takes, for who has to ask PostgreSQL. */
    public Set<String> names() {
        return names;
    }

    /** Beginnings of types that it takes. */
    public List<String> prefixes() {
        return prefixes;
    }

    /** @param type a native name or {@code provider.<name>} */
    public boolean accepts(String type) {
        if (everything || names.contains(type)) {
            return true;
        }
        for (var prefix : prefixes) {
            if (type.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
