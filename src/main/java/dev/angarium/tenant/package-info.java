/** Tenants, connections, instances, subscriptions and keys: kept in PostgreSQL, cached, served by operations of the API. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant;
