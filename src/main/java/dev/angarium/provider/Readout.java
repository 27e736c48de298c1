package dev.angarium.provider;

import java.util.List;

/** What a reader made of a webhook. */
public sealed interface Readout {
    /**
     * At least one event, in the order of the body.
     *
     * @param reason why they are accepted, a word of a closed set, for the metrics
     * @param ignoredReason the same of those that are not
     * @param ignored how many the contract lets go by
     */
    record Events(List<ProviderEvent> events, String reason, String ignoredReason, int ignored) implements Readout {
        /** What is told of nearly all. */
        public static final String COMMITTED = "committed";

        public Events(List<ProviderEvent> events) {
            this(events, COMMITTED, "", 0);
        }

        public Events {
            events = List.copyOf(events);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("a body without events is Unparsed");
            }
        }
    }

    /**
     * Understood, and by contract not kept; 200.
     *
     * @param reason a word of a closed set, for the metrics
     */
    record Ignored(String reason, int events) implements Readout {}

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
