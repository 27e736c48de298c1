/** The dispatcher of a node: puts subscriptions, lanes and replays together on one Vert.x context. */
@org.jspecify.annotations.NullMarked
package dev.angarium.dispatch.node;
