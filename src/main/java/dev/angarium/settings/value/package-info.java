/** How a setting's text becomes a value, and what is said when it cannot. */
@org.jspecify.annotations.NullMarked
package dev.angarium.settings.value;
