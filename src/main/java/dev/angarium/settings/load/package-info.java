/**
 * The table of every key an operator can set, and how the environment, a conf file and the defaults become {@link
 * dev.angarium.settings.Settings}: all problems at once, or everything checked together with where it came from.
 * Blocking file access, at start only.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.settings.load;
