/** Connections as their owners see them, and those that come from the settings. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant.connection;
