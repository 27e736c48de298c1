package dev.angarium.access.once;

import dev.angarium.access.Caller;
import dev.angarium.access.Claim;
import dev.angarium.access.Reply;
import dev.angarium.crypto.Opened;
import dev.angarium.crypto.SealedPlace;
import dev.angarium.crypto.Vault;
import dev.angarium.pg.PgPools;
import dev.angarium.pg.TenantSession;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Idempotency-Keys, per tenant and actor. A key is claimed before the call executes and completed with its answer in the
 * transaction of the change, so a crash leaves either both or, once the claim has run out, nothing. Answers are sealed:
 * some show a new secret.
 */
public final class PgClaims {
    static final Duration KEPT = Duration.ofHours(24);
    /** Longer than any request may take. */
    static final Duration CLAIM = Duration.ofMinutes(2);

    private static final int PURGED_MAX = 10_000;

    private static final String CLAIM_KEY =
            """
            insert into idempotency as i (tenant_no, actor, key, request_hash, reserved_until, created_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant_no, actor, key) do update
                set request_hash = excluded.request_hash, status = null, sealed_answer = null,
                    reserved_until = excluded.reserved_until, created_at = excluded.created_at
                where i.created_at <= $7
                   or (i.status is null and i.reserved_until <= $6 and i.request_hash = excluded.request_hash)
            returning 1
            """;
    private static final String FIND =
            "select request_hash, status, sealed_answer from idempotency where tenant_no = $1 and actor = $2 and key = $3";
    private static final String COMPLETE =
            """
            update idempotency set status = $5, sealed_answer = $6
            where tenant_no = $1 and actor = $2 and key = $3 and reserved_until = $4 and status is null
            """;
    private static final String RELEASE =
            """
            delete from idempotency
            where tenant_no = $1 and actor = $2 and key = $3 and reserved_until = $4 and status is null
            """;
    private static final String PURGE = "select purge_idempotency($1, $2)";

    private final TenantSession tenants;
    private final Vault vault;
    private final Time time;

    public PgClaims(TenantSession tenants, Vault vault, Time time) {
        this.tenants = tenants;
        this.vault = vault;
        this.time = time;
    }

    /** @param requestHash tells one request from another under the same key */
    public Future<Claimed> claim(Caller caller, String key, byte[] requestHash) {
        var now = time.millis();
        var claim = new Claim(
                caller.tenantNo(), caller.tenantId(), caller.actor(), key, requestHash, now + CLAIM.toMillis());
        return tenants.as(claim.tenantNo(), connection -> connection
                .preparedQuery(CLAIM_KEY)
                .execute(Tuple.of(
                        claim.tenantNo(),
                        claim.actor(),
                        key,
                        Buffer.buffer(requestHash),
                        at(claim.until()),
                        at(now),
                        at(now - KEPT.toMillis())))
                .compose(rows ->
                        rows.size() == 1 ? Future.succeededFuture(new Claimed.Held(claim)) : find(connection, claim)));
    }

    /** In the transaction of the change. Fails, and so undoes the change, where the claim has run out meanwhile. */
    Future<Void> complete(SqlConnection connection, Claim claim, Reply reply) {
        return write(connection, claim, reply)
                .compose(count -> count == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new IllegalStateException("the claim of an Idempotency-Key has run out")));
    }

    /** Where the change was not one transaction of ours; does nothing where the claim is complete already. */
    public Future<Void> complete(Claim claim, Reply reply) {
        return tenants.as(claim.tenantNo(), connection -> write(connection, claim, reply))
                .mapEmpty();
    }

    /** The call came to no answer that a repeat should get. */
    public Future<Void> release(Claim claim) {
        return tenants.as(claim.tenantNo(), connection -> connection
                        .preparedQuery(RELEASE)
                        .execute(Tuple.of(claim.tenantNo(), claim.actor(), claim.key(), at(claim.until()))))
                .mapEmpty();
    }

    /** Forgets the oldest of what is past its time; the number of keys forgotten. */
    public Future<Integer> purge(Pool pipeline) {
        var before = at(time.millis() - KEPT.toMillis());
        return PgPools.using(
                        pipeline, connection -> connection.preparedQuery(PURGE).execute(Tuple.of(before, PURGED_MAX)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private Future<Integer> write(SqlConnection connection, Claim claim, Reply reply) {
        var sealed = vault.seal(place(claim), reply.toJson().encode().getBytes(StandardCharsets.UTF_8));
        return connection
                .preparedQuery(COMPLETE)
                .execute(Tuple.of(
                        claim.tenantNo(),
                        claim.actor(),
                        claim.key(),
                        at(claim.until()),
                        reply.status(),
                        Buffer.buffer(sealed)))
                .map(rows -> rows.rowCount());
    }

    private Future<Claimed> find(SqlConnection connection, Claim claim) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(claim.tenantNo(), claim.actor(), claim.key()))
                .map(rows -> rows.size() == 0
                        ? new Claimed.Busy()
                        : known(claim, rows.iterator().next()));
    }

    private Claimed known(Claim claim, Row row) {
        if (!Arrays.equals(row.getBuffer("request_hash").getBytes(), claim.requestHash())) {
            return new Claimed.Other();
        }
        var status = row.getInteger("status");
        if (status == null) {
            return new Claimed.Busy();
        }
        var opened = vault.open(place(claim), row.getBuffer("sealed_answer").getBytes());
        return opened instanceof Opened.Plain plain
                ? new Claimed.Known(Reply.fromJson(status, new JsonObject(Buffer.buffer(plain.bytes()))))
                : new Claimed.Other();
    }

    private static SealedPlace place(Claim claim) {
        return new SealedPlace(claim.tenantId(), claim.actor() + "/" + claim.key(), "idempotency.answer");
    }

    private static OffsetDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
