/** Shows what a webhook would be read as, without anything being kept: for people who debug their payloads. */
@NullMarked
package dev.angarium.ingress.normalise;

import org.jspecify.annotations.NullMarked;
