package dev.angarium.event;

import java.time.Duration;

/** What became of a draft. A failed Future is a defect or a lost resource, never one of these. */
public sealed interface Admission {
    int httpStatus();

    /** In the log, with synchronous commit, under this number. */
    record Committed(EventId id) implements Admission {
        @Override
        public int httpStatus() {
            return 200;
        }
    }

    /** Its key was known: nothing was written; the number is the first one's. */
    record Duplicate(EventId id) implements Admission {
        @Override
        public int httpStatus() {
            return 200;
        }
    }

    /** Surely not written: the buffer was full, the database away, or nobody owned the partition. */
    record Busy(Duration retryAfter) implements Admission {
        @Override
        public int httpStatus() {
            return 503;
        }
    }

    /** Written or not, nobody knows: the connection broke while the commit was under way. A resend settles it. */
    record Unknown(Duration retryAfter) implements Admission {
        @Override
        public int httpStatus() {
            return 504;
        }
    }
}
