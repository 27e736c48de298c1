package dev.angarium.provider.signature;

/** What a scheme says of a webhook. All but one mean 401; the words are for metrics, never for the sender. */
public enum Verdict {
    ACCEPTED,
    /** Nothing to check was sent. */
    ABSENT,
    /** More than one value where there may be one. */
    AMBIGUOUS,
    /** Not in the form of a signature. */
    MALFORMED,
    /** Of other bytes, or made with another secret. */
    WRONG,
    /** Right, but not now. */
    EXPIRED;

    public boolean accepted() {
        return this == ACCEPTED;
    }
}
