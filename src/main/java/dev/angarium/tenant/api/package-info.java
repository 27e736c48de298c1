/** The API's operations on what a tenant owns, by operationId: a table over the services of the other packages. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant.api;
