package dev.angarium.event;

import java.util.List;

/** Hears of events right after their commit: all of one batch, each instance's in order of seq. */
@FunctionalInterface
public interface CommitListener {
    /** Must not block and must not fail. What it cannot keep it may forget: the log has it. */
    void committed(List<Event> events);
}
