/** Who did what: rows chained by hash, appended in the transaction of the change. */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.audit;
