package dev.angarium.harness;

import static org.assertj.core.api.Assumptions.assumeThat;

/** What a test needs of the machine: without it, it is skipped, or fails where FAULT_TESTS=required is set. */
public final class Needs {
    private static final boolean REQUIRED = "required".equals(System.getenv("FAULT_TESTS"));

    private Needs() {}

    /** Goes on where it is met, and where it has to be: what then fails says what is missing. */
    public static void met(String what, boolean isMet) {
        assumeThat(REQUIRED || isMet).as(what).isTrue();
    }
}
