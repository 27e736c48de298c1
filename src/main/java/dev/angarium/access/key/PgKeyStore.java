package dev.angarium.access.key;

import dev.angarium.access.Permission;
import dev.angarium.access.Rights;
import dev.angarium.access.Role;
import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Keys in PostgreSQL, found by functions that may look before a tenant is known. */
public final class PgKeyStore implements KeyStore {
    private static final String FIND_KEY =
            "select id, tenant_no, tenant_id, role, scopes, expires_at, revoked from find_api_key($1)";
    private static final String FIND_TENANT = "select find_tenant($1)";

    private final Pool api;

    public PgKeyStore(Pool api) {
        this.api = api;
    }

    @Override
    public Future<Optional<KnownKey>> find(byte[] hash) {
        return PgPools.using(
                        api, connection -> connection.preparedQuery(FIND_KEY).execute(Tuple.of(Buffer.buffer(hash))))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(key(rows.iterator().next())));
    }

    @Override
    public Future<OptionalInt> tenant(String id) {
        return PgPools.using(
                        api, connection -> connection.preparedQuery(FIND_TENANT).execute(Tuple.of(id)))
                .map(rows -> {
                    var no = rows.iterator().next().getInteger(0);
                    return no == null ? OptionalInt.empty() : OptionalInt.of(no);
                });
    }

    private static KnownKey key(Row row) {
        return new KnownKey(
                row.getString("id"),
                row.getInteger("tenant_no"),
                row.getString("tenant_id"),
                rights(row),
                Optional.ofNullable(row.getOffsetDateTime("expires_at"))
                        .map(OffsetDateTime::toInstant)
                        .map(java.time.Instant::toEpochMilli),
                row.getBoolean("revoked"));
    }

    private static Rights rights(Row row) {
        var role = Optional.ofNullable(row.getString("role")).flatMap(Role::of);
        var scopes = Arrays.stream(row.getArrayOfStrings("scopes"))
                .flatMap(word -> Permission.of(word).stream())
                .toList();
        return Rights.of(role, scopes);
    }
}
