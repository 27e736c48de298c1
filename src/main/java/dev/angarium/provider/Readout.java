package dev.angarium.provider;

import java.util.List;

/** What a reader made of a webhook. */
public sealed interface Readout {
    /** At least one event, in the order of the body. */
    record Events(List<ProviderEvent> events) implements Readout {
        public Events {
            events = List.copyOf(events);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("a body without events is Unparsed");
            }
        }
    }

    /** Authentic, but not understood: the body is kept whole as {@code provider.unparsed}; 200. */
    record Unparsed(String reason) implements Readout {}

    /** Neither JSON nor a form; 400. */
    record Malformed(String reason) implements Readout {}

    /** A contract of ours, broken in these fields; 422. */
    record Invalid(List<FieldProblem> problems) implements Readout {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
