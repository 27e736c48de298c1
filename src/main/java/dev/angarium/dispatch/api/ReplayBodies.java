package dev.angarium.dispatch.api;

import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Read;
import dev.angarium.dispatch.record.Letter;
import dev.angarium.dispatch.replay.LetterFilter;
import dev.angarium.dispatch.replay.ReplayRange;
import dev.angarium.dispatch.replay.ReplayTerms;
import dev.angarium.web.client.UrlRules;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Reads what is to be delivered again, and how. */
final class ReplayBodies {
    private static final int URL_MAX = 2048;
    private static final int INSTANCES_MAX = 1000;
    private static final int TYPES_MAX = 100;
    private static final long SEQUENCE_END = 1L << 48;

    private final UrlRules urls;

    ReplayBodies(UrlRules urls) {
        this.urls = urls;
    }

    record OfRange(ReplayRange range, ReplayTerms terms) {}

    record OfLetters(LetterFilter filter, ReplayTerms terms) {}

    Read<OfRange> range(JsonObject body) {
        var fields = Fields.of(body);
        if (fields.has("since") == fields.has("fromSequence")) {
            fields.problem("since", "must be given, or else fromSequence; not both");
        }
        var since = Optional.ofNullable(Asked.time(fields, "since")).orElse(0L);
        var until = Optional.ofNullable(Asked.time(fields, "until")).orElse(Long.MAX_VALUE);
        if (until < since) {
            fields.problem("until", "must not be before since");
        }
        var instances = fields.texts("instances", INSTANCES_MAX, Asked.WORD).orElse(List.of());
        var types = fields.texts("types", TYPES_MAX, Asked.WORD).orElse(List.of());
        if (!types.isEmpty()) {
            Asked.types(fields, "types", types);
        }
        return fields.end(
                new OfRange(new ReplayRange(fromSequence(fields), since, until, instances, types), terms(fields)));
    }

    private static long fromSequence(Fields fields) {
        var value = fields.any("fromSequence");
        var seq = value.filter(it -> it instanceof Integer || it instanceof Long)
                .map(it -> ((Number) it).longValue())
                .filter(it -> it >= 1 && it < SEQUENCE_END);
        if (value.isPresent() && seq.isEmpty()) {
            fields.problem("fromSequence", "must be a whole number from 1");
        }
        return seq.orElse(1L);
    }

    Read<OfLetters> letters(JsonObject body) {
        var fields = Fields.of(body);
        var given = fields.object("filter");
        var filter = given.map(Asked::letters).orElse(LetterFilter.ALL);
        given.ifPresent(Fields::refuseUnknown);
        if (Letter.QUARANTINE.equals(filter.reason())) {
            fields.problem("filter.reason", "poison events can not be delivered again");
        }
        return fields.end(new OfLetters(filter, terms(fields)));
    }

    Read<Optional<String>> letter(JsonObject body) {
        var fields = Fields.of(body);
        return fields.end(url(fields));
    }

    private ReplayTerms terms(Fields fields) {
        return new ReplayTerms(fields.flag("dryRun").orElse(false), url(fields));
    }

    private Optional<String> url(Fields fields) {
        var url = fields.text("url", 1, URL_MAX);
        url.ifPresent(text -> urls.problems(text).forEach(problem -> fields.problem("url", problem)));
        return url;
    }
}
