package dev.angarium.lane;

import dev.angarium.event.Event;
import java.util.List;

/**
 * One attempt at one event, or at several of one lane that are settled or retried whole.
 *
 * @param lane whose events they are
 * @param events ascending, never empty
 * @param attempt from 1
 * @param replay whether somebody asked for these again
 */
public record Step(LaneKey lane, List<Event> events, int attempt, boolean replay) {}
