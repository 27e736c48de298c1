/** Who may come in: signed in by key or unknown, counted either way. One door for every API that takes keys. */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.door;
