/** Tenants, connections, instances, subscriptions and keys: kept in PostgreSQL, cached, served by routes. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant;
