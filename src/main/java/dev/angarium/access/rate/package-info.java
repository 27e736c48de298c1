/** How often is too often: sliding windows in this node's memory. */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.rate;
