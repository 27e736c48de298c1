/** Delivering again: durable jobs, their parts by lane, and who carries them on. */
@org.jspecify.annotations.NullMarked
package dev.angarium.dispatch.replay;
