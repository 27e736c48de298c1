package dev.angarium.dispatch.node;

import dev.angarium.lane.Attempt;

/** What came of a subscription.test event. */
public record TestResult(String eventId, boolean delivered, Attempt attempt) {}
