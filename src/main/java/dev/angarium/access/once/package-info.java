/** A change, its audit row and its remembered answer in one transaction; a repeat of a call gets that answer. */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.once;
