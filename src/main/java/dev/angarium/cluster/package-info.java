/**
 * Who owns which partition, and by which epoch. One node is a ring of one: the same code, no cluster manager. An owner
 * is only believed: the epoch in PostgreSQL decides, each claim raises it, and each write names it.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.cluster;
