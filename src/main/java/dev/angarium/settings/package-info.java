/** What an operator can set: typed records, parsing, every problem at once, and where each value came from. */
@org.jspecify.annotations.NullMarked
package dev.angarium.settings;
