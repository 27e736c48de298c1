/** Who owns which partition, and by which epoch. One node is a ring of one: the same code, no cluster manager. */
@org.jspecify.annotations.NullMarked
package dev.angarium.cluster;
