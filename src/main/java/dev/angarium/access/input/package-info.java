/** Reads what callers send: bodies whose problems are all told at once, pages, ids. */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.input;
