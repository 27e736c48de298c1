/** Tenants and the keys they call with. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant.account;
