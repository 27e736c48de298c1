package dev.angarium.ingress;

import dev.angarium.web.Problem;

/** Why a webhook was not taken, in the words of the log and the metrics. */
enum Refusal {
    MALFORMED("malformed"),
    INVALID_SIGNATURE("invalid_signature"),
    UNKNOWN_ADDRESS("unknown_address"),
    TOO_LARGE("too_large"),
    ENCODED("encoded"),
    INVALID("validation_error"),
    RATE_LIMITED("rate_limited"),
    UNAVAILABLE("unavailable"),
    OUTCOME_UNKNOWN("outcome_unknown");

    private final String word;

    Refusal(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Refusal of(Problem problem) {
        return switch (problem.status()) {
            case 401 -> INVALID_SIGNATURE;
            case 404 -> UNKNOWN_ADDRESS;
            case 413 -> TOO_LARGE;
            case 415 -> ENCODED;
            case 422 -> INVALID;
            case 429 -> RATE_LIMITED;
            case 503 -> UNAVAILABLE;
            case 504 -> OUTCOME_UNKNOWN;
            default -> MALFORMED;
        };
    }
}
