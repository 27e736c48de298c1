/** Which of a lane's open events may be tried now: strands of events that wait for each other, and what was tried. */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane.window;
