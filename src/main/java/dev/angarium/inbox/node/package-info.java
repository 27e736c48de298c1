/** The projections of a node on one Vert.x context. */
@org.jspecify.annotations.NullMarked
package dev.angarium.inbox.node;
