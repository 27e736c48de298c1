package dev.angarium.access.rate;

/**
 * Counts of the window under way and of the one before it; the latter fades out evenly as the former passes. Exact
 * within a first window, within a few per cent after it, and two numbers a key.
 *
 * @param index of the window under way
 */
record SlidingWindow(long index, int previous, int current) {
    static final SlidingWindow EMPTY = new SlidingWindow(Long.MIN_VALUE, 0, 0);

    SlidingWindow at(long now) {
        if (now == index) {
            return this;
        }
        return new SlidingWindow(now, now == index + 1 ? current : 0, 0);
    }

    SlidingWindow plusOne() {
        return new SlidingWindow(index, previous, current + 1);
    }

    /** @param passed the part of the window under way that is over, 0 to 1 */
    double count(double passed) {
        return previous * (1 - passed) + current;
    }

    /** How many windows from the start of this one until one more fits under the limit. */
    double fits(int limit) {
        if (current + 1 <= limit) {
            return previous == 0 ? 0 : 1 - (double) (limit - 1 - current) / previous;
        }
        return 2 - (double) (limit - 1) / current;
    }
}
