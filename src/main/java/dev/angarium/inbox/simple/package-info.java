/** The simple message API's read side: a projection of the one instance it has, and the two reads. */
@org.jspecify.annotations.NullMarked
package dev.angarium.inbox.simple;
