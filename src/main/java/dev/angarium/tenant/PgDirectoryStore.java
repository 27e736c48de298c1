package dev.angarium.tenant;

import dev.angarium.access.input.PublicIds;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.PgPools;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The directory in PostgreSQL, by the pipeline's role. */
public final class PgDirectoryStore implements DirectoryStore {
    private static final String CONNECTION =
            """
            select c.no, c.id, c.tenant_no, t.id as tenant_id, c.provider, c.scheme, c.options, c.sealed_secret,
                   c.sealed_previous_secret, c.previous_until, c.sealed_verify_token, c.auto_provision, c.max_body
            from connection c join tenant t on t.no = c.tenant_no
            """;
    private static final String BY_KEY = CONNECTION + "where c.ingress_key_hash = $1 and c.deleted_at is null";
    private static final String BY_ACCOUNT = CONNECTION
            + """
            where c.deleted_at is null and c.no = coalesce(
                (select i.connection_no from instance i join connection o on o.no = i.connection_no
                 where i.external_id = $2 and i.deleted_at is null and o.provider = $1 and o.deleted_at is null
                 order by i.no limit 1),
                (select d.no from connection d where d.provider = $1 and d.from_settings))
            """;
    private static final String DEFAULT =
            CONNECTION + "where c.provider = $1 and c.from_settings and c.deleted_at is null";

    private static final String INSTANCE =
            "select i.no, i.id, i.tenant_no, t.id as tenant_id from instance i join tenant t on t.no = i.tenant_no ";
    private static final String INSTANCE_OF =
            INSTANCE + "where i.connection_no = $1 and i.external_id = $2 and i.deleted_at is null";
    private static final String INSTANCE_BY_NO = INSTANCE + "where i.no = $1";
    private static final String INSTANCE_BY_ID =
            INSTANCE + "where i.id = $2 and i.tenant_no = $1 and i.deleted_at is null";
    /** The update on conflict makes the row come back also to those who lost the race; it changes nothing. */
    private static final String PROVISION =
            """
            with known as (
                select no, id from instance
                where connection_no = $3 and external_id = $4 and deleted_at is null),
            made as (
                insert into instance (id, tenant_no, connection_no, external_id, name, created_at)
                select $1, $2, $3, $4, $4, $5 where not exists (select from known)
                on conflict (connection_no, external_id) where deleted_at is null
                    do update set external_id = excluded.external_id
                returning no, id)
            select no, id from known union all select no, id from made
            """;

    private final Pool pipeline;
    private final Seals seals;
    private final PublicIds ids;
    private final Time time;
    private final int maxBody;

    /** @param maxBody of a connection that has no limit of its own, bytes */
    public PgDirectoryStore(Pool pipeline, Seals seals, PublicIds ids, Time time, int maxBody) {
        this.pipeline = pipeline;
        this.seals = seals;
        this.ids = ids;
        this.time = time;
        this.maxBody = maxBody;
    }

    @Override
    public Future<Optional<ConnectionRef>> byIngressKeyHash(byte[] hash) {
        return first(BY_KEY, Tuple.of(Buffer.buffer(hash)), this::connection);
    }

    @Override
    public Future<Optional<ConnectionRef>> byExternalId(String provider, String externalId) {
        return first(BY_ACCOUNT, Tuple.of(provider, externalId), this::connection);
    }

    @Override
    public Future<Optional<ConnectionRef>> defaultOf(String provider) {
        return first(DEFAULT, Tuple.of(provider), this::connection);
    }

    @Override
    public Future<Optional<InstanceRef>> instance(int connectionNo, String externalId) {
        return first(INSTANCE_OF, Tuple.of(connectionNo, externalId), PgDirectoryStore::instance);
    }

    @Override
    public Future<InstanceRef> provision(ConnectionRef connection, String externalId) {
        var now = Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC);
        var row = Tuple.of(ids.next("ins_"), connection.tenantNo(), connection.no(), externalId, now);
        return first(
                        PROVISION,
                        row,
                        made -> new InstanceRef(
                                made.getInteger("no"),
                                made.getString("id"),
                                connection.tenantNo(),
                                connection.tenantId()))
                .map(Optional::orElseThrow);
    }

    @Override
    public Future<Optional<InstanceRef>> instanceByNo(int instanceNo) {
        return first(INSTANCE_BY_NO, Tuple.of(instanceNo), PgDirectoryStore::instance);
    }

    @Override
    public Future<Optional<InstanceRef>> instanceById(int tenantNo, String instanceId) {
        return first(INSTANCE_BY_ID, Tuple.of(tenantNo, instanceId), PgDirectoryStore::instance);
    }

    private <T> Future<Optional<T>> first(String sql, Tuple values, Function<Row, T> read) {
        return PgPools.using(
                        pipeline, connection -> connection.preparedQuery(sql).execute(values))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(read.apply(rows.iterator().next())));
    }

    private ConnectionRef connection(Row row) {
        var owner = new Seals.Owner(row.getString("tenant_id"), row.getString("id"));
        var options = new HashMap<String, String>();
        row.getJsonObject("options").forEach(option -> options.put(option.getKey(), (String) option.getValue()));
        var ownLimit = row.getInteger("max_body");
        return new ConnectionRef(
                row.getInteger("no"),
                owner.rowId(),
                row.getInteger("tenant_no"),
                owner.tenantId(),
                row.getString("provider"),
                row.getString("scheme"),
                Map.copyOf(options),
                secrets(owner, row),
                seals.open(owner, Seals.VERIFY_TOKEN, row.getBuffer("sealed_verify_token")),
                row.getBoolean("auto_provision"),
                ownLimit == null ? maxBody : ownLimit);
    }

    private List<ConnectionRef.Secret> secrets(Seals.Owner owner, Row row) {
        var secrets = new ArrayList<ConnectionRef.Secret>();
        seals.open(owner, Seals.SECRET, row.getBuffer("sealed_secret"))
                .ifPresent(text -> secrets.addAll(SecretTexts.parse(text).secrets(Optional.empty())));
        var until = Optional.ofNullable(row.getOffsetDateTime("previous_until")).map(OffsetDateTime::toInstant);
        seals.open(owner, Seals.SECRET, row.getBuffer("sealed_previous_secret"))
                .filter(text ->
                        until.map(end -> time.millis() <= end.toEpochMilli()).orElse(false))
                .ifPresent(text -> secrets.addAll(SecretTexts.parse(text).secrets(until)));
        return List.copyOf(secrets);
    }

    private static InstanceRef instance(Row row) {
        return new InstanceRef(
                row.getInteger("no"), row.getString("id"), row.getInteger("tenant_no"), row.getString("tenant_id"));
    }
}
