/**
 * Who may do what: keys, roles, permissions, rate limits, failed sign-ins, idempotent repeats, and the audit chain that
 * keeps who did what.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.access;
