/**
 * The command line ({@link dev.angarium.Main}) and the only composition root: {@code Broker}, with {@code Ground},
 * {@code Surface} and {@code Servers}.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium;
