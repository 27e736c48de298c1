/** Instances as their owners see them, also called devices, and how they are. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant.instance;
