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

    /**
     * Authentic, but not understood: kept whole as {@code provider.unparsed}; 200.
     *
     * @param raw the body without credentials: this is what may be stored, not the body itself
     */
    record Unparsed(String reason, byte[] raw) implements Readout {}

    /** Neither JSON nor a form; 400. */
    record Malformed(String reason) implements Readout {}

    /** A contract of ours, broken in these fields; 422. */
    record Invalid(List<FieldProblem> problems) implements Readout {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
