/**
 * PostgreSQL for everybody else: the embedded server, migrations, the runtime roles, pools, a transaction that belongs
 * to one tenant, and what a failure means. Start-up is plain blocking Java on a worker thread; nothing here blocks an
 * event loop.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.pg;
