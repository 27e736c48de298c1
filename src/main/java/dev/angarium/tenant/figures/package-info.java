/** How many instances and webhooks an installation has, and what its instances are called. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant.figures;
