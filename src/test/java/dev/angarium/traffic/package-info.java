/** A node at full load, and what must not depend on it: duplicates, rotated secrets, a tenant that is too busy. */
@org.jspecify.annotations.NullMarked
package dev.angarium.traffic;
