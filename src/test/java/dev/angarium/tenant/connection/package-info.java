@org.jspecify.annotations.NullMarked
package dev.angarium.tenant.connection;
