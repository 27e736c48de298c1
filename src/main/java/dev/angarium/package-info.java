/** The command line ({@link dev.angarium.Main}) and the only composition root ({@code Broker}). */
@org.jspecify.annotations.NullMarked
package dev.angarium;
