package dev.angarium.inbox.simple;

import dev.angarium.access.input.Read;
import dev.angarium.web.Problem.FieldError;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages a read asks for.
 *
 * @param from the exact sender
 * @param since at this moment or later
 * @param part of the text, folded
 */
record SimpleQuery(int limit, long offset, Optional<String> from, Optional<Moment> since, Optional<String> part) {
    static final int LIMIT_DEFAULT = 50;
    static final int LIMIT_MAX = 100;
    private static final Set<String> NAMES = Set.of("limit", "offset", "from", "since", "q");
    private static final int NAME_LENGTH_MAX = 128;
    private static final long NONE = -1;

    static Read<SimpleQuery> read(MultiMap query) {
        var problems = unknown(query, NAMES);
        var limit = number(query, "limit", LIMIT_DEFAULT);
        if (limit < 1 || limit > LIMIT_MAX) {
            problems.add(new FieldError("limit", "must be a whole number from 1 to " + LIMIT_MAX));
        }
        var offset = number(query, "offset", 0);
        if (offset < 0) {
            problems.add(new FieldError("offset", "must be a whole number from 0"));
        }
        var since = Optional.ofNullable(query.get("since")).map(SimpleQuery::withPlus);
        var moment = since.flatMap(Moment::parse);
        if (since.isPresent() && moment.isEmpty()) {
            problems.add(new FieldError("since", "must be an ISO 8601 time with its zone"));
        }
        var from = text(query, "from", problems).map(SimpleQuery::withPlus);
        var part = text(query, "q", problems).map(SimpleMessage::folded);
        return problems.isEmpty()
                ? new Read.Good<>(new SimpleQuery((int) limit, offset, from, moment, part))
                : new Read.Bad<>(List.copyOf(problems));
    }

    /** What is wrong with the names alone: unknown ones, and those given twice. */
    static List<FieldError> unknown(MultiMap query, Set<String> names) {
        var problems = new ArrayList<FieldError>();
        for (var name : query.names()) {
            var shown = name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX));
            if (!names.contains(name)) {
                problems.add(new FieldError(shown, "is not known here"));
            } else if (query.getAll(name).size() > 1) {
                problems.add(new FieldError(shown, "must be given once"));
            }
        }
        return problems;
    }

    private static long number(MultiMap query, String name, int absent) {
        var text = query.get(name);
        if (text == null) {
            return absent;
        }
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : NONE;
    }

    private static Optional<String> text(MultiMap query, String name, List<FieldError> problems) {
        var text = Optional.ofNullable(query.get(name));
        if (text.filter(given -> given.indexOf('\0') >= 0).isPresent()) {
            problems.add(new FieldError(name, "must be a text without NUL"));
            return Optional.empty();
        }
        return text;
    }

    /** A plus that was not escaped arrives as a blank; neither a number nor a time has a blank of its own. */
    private static String withPlus(String text) {
        return text.replace(' ', '+');
    }
}
