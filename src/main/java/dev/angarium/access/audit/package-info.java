/** The audit chain, read back. */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.audit;
