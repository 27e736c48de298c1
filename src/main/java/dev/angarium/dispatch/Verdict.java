package dev.angarium.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.lane.Attempt;
import dev.angarium.lane.StepResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges what a subscriber answered. Pure. */
final class Verdict {
    /** Bytes of an answer that are kept with the attempt. */
    static final int HEAD_MAX = 1024;

    private static final int GONE = 410;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private Verdict() {}

    /**
     * @param retryAfter as the answer carried it; heeded with 429 and 503 only
     */
    static StepResult of(Attempt attempt, Optional<Duration> retryAfter) {
        var status = attempt.status();
        if (isSuccess(status)) {
            return new StepResult.Done(attempt);
        }
        if (status == GONE) {
            return new StepResult.Gone(attempt);
        }
        var heeded = status == TOO_MANY || status == UNAVAILABLE ? retryAfter : Optional.<Duration>empty();
        return new StepResult.Failed(attempt, heeded, isOfThisEvent(status));
    }

    /** The stable code kept with the attempt; null after a success. */
    static @Nullable String codeOf(int status) {
        if (isSuccess(status)) {
            return null;
        }
        return status / 100 == 3 ? "redirect" : "status";
    }

    /** Text that PostgreSQL takes and a terminal survives: control characters become spaces. */
    static String head(byte[] answer) {
        var text = new String(answer, 0, Math.min(answer.length, HEAD_MAX), UTF_8);
        return text.chars()
                .map(letter -> Character.isISOControl(letter) && letter != '\n' ? ' ' : letter)
                .collect(StringBuilder::new, (to, letter) -> to.append((char) letter), StringBuilder::append)
                .toString();
    }

    private static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    private static boolean isOfThisEvent(int status) {
        return status / 100 == 4 && status != REQUEST_TIMEOUT && status != TOO_EARLY && status != TOO_MANY;
    }
}
