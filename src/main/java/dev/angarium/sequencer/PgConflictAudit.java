package dev.angarium.sequencer;

import dev.angarium.access.AuditEntry;
import dev.angarium.access.PgAudit;
import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.pg.PgPools;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/**
 * Writes conflicts into the audit, beside the write path. With too many under way it lets one go, told in the log: the
 * metric has counted it, and the audit must not hold up the log. Belongs to the sequencer's context.
 */
public final class PgConflictAudit implements ConflictListener {
    private static final Log LOG = Log.of(PgConflictAudit.class);
    private static final int UNDER_WAY_MAX = 64;

    private final Pool pipeline;
    private final PgAudit audit;
    private int underWay;

    public PgConflictAudit(Pool pipeline, PgAudit audit) {
        this.pipeline = pipeline;
        this.audit = audit;
    }

    @Override
    public void conflict(InstanceRef instance, EventId first) {
        var told = Fields.of().instanceId(instance.id()).eventId(first.toString());
        if (underWay == UNDER_WAY_MAX) {
            LOG.warn("a known key came with other content; too many to audit each", told);
            return;
        }
        underWay++;
        PgPools.using(pipeline, connection -> audit.record(connection, entry(instance, first)))
                .onFailure(failure -> LOG.warn("a known key came with other content; not audited", told, failure))
                .onComplete(done -> underWay--);
    }

    private static AuditEntry entry(InstanceRef instance, EventId first) {
        return new AuditEntry(
                instance.tenantNo(),
                "broker",
                "event.conflict",
                "event:" + first,
                false,
                new JsonObject().put("deviceId", instance.id()),
                Optional.empty());
    }
}
