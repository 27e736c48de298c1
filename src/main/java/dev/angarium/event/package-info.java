/** The words of the domain: ids, drafts, events, admissions, and the two ports of the log. No I/O. */
@org.jspecify.annotations.NullMarked
package dev.angarium.event;
