/** What a broker was seen to do from outside, and the rules it is held against. Shares no code with the broker. */
@org.jspecify.annotations.NullMarked
package dev.angarium.history;
