package dev.angarium.tenant;

import dev.angarium.crypto.Sha256;
import dev.angarium.event.InstanceRef;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The directory of a node: bounded caches before the store, kept fresh by notices. Ingress keys are known by their hash
 * only. Shared by all event loops.
 */
public final class CachedDirectory implements Directory {
    static final int CONNECTIONS_MAX = 10_000;
    static final int INSTANCES_MAX = 100_000;
    private static final String UNASSIGNED = "";

    private final DirectoryStore store;
    private final Lookups<String, ConnectionRef> byKey;
    private final Lookups<Account, ConnectionRef> byAccount;
    private final Lookups<String, ConnectionRef> defaults;
    private final Lookups<Place, Assignment> assignments;
    private final Lookups<Integer, InstanceRef> byNo;
    private final Lookups<PublicId, InstanceRef> byId;

    public CachedDirectory(DirectoryStore store, Time time) {
        this.store = store;
        this.byKey = new Lookups<>(CONNECTIONS_MAX, time);
        this.byAccount = new Lookups<>(INSTANCES_MAX, time);
        this.defaults = new Lookups<>(CONNECTIONS_MAX, time);
        this.assignments = new Lookups<>(INSTANCES_MAX, time);
        this.byNo = new Lookups<>(INSTANCES_MAX, time);
        this.byId = new Lookups<>(INSTANCES_MAX, time);
    }

    /** Forgets what changes, from now on. */
    public CachedDirectory listen(Notices notices) {
        notices.onConnection(this::connectionChanged);
        notices.onInstance(this::instanceChanged);
        return this;
    }

    @Override
    public Future<Optional<ConnectionRef>> byIngressKey(String ingressKey) {
        var hash = Sha256.of(ingressKey);
        return byKey.get(HexFormat.of().formatHex(hash), name -> store.byIngressKeyHash(hash));
    }

    @Override
    public Future<Optional<ConnectionRef>> byExternalId(String provider, String externalId) {
        return byAccount.get(
                new Account(provider, externalId), account -> store.byExternalId(account.provider, account.externalId));
    }

    @Override
    public Future<Optional<ConnectionRef>> defaultOf(String provider) {
        return defaults.get(provider, store::defaultOf);
    }

    @Override
    public Future<Assignment> instanceOf(ConnectionRef connection, String externalId) {
        if (externalId.isEmpty()) {
            return unassigned(connection);
        }
        return assignments
                .get(new Place(connection.no(), externalId), place -> assign(connection, externalId))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> unassigned(connection)));
    }

    @Override
    public Future<Optional<InstanceRef>> instanceByNo(int instanceNo) {
        return byNo.get(instanceNo, store::instanceByNo);
    }

    @Override
    public Future<Optional<InstanceRef>> instanceById(int tenantNo, String instanceId) {
        return byId.get(new PublicId(tenantNo, instanceId), id -> store.instanceById(id.tenantNo, id.id));
    }

    private Future<Optional<Assignment>> assign(ConnectionRef connection, String externalId) {
        return connection.autoProvision()
                ? store.provision(connection, externalId).map(made -> Optional.of(new Assignment(made, true)))
                : store.instance(connection.no(), externalId).map(found -> found.map(it -> new Assignment(it, true)));
    }

    private Future<Assignment> unassigned(ConnectionRef connection) {
        return assignments
                .get(new Place(connection.no(), UNASSIGNED), place -> store.provision(connection, UNASSIGNED)
                        .map(made -> Optional.of(new Assignment(made, false))))
                .map(Optional::orElseThrow);
    }

    private void connectionChanged(int no) {
        byKey.forgetIf(connection -> connection.no() == no);
        byAccount.forgetIf(connection -> connection.no() == no);
        defaults.forgetIf(connection -> connection.no() == no);
    }

    private void instanceChanged(Notices.Account changed) {
        assignments.forget(new Place(changed.connectionNo(), changed.externalId()));
        byAccount.forgetKeys(account -> account.externalId.equals(changed.externalId()));
        byNo.forget(changed.instanceNo());
        byId.forgetKeys(id -> id.id.equals(changed.instanceId()));
    }

    private record Account(String provider, String externalId) {}

    private record Place(int connectionNo, String externalId) {}

    private record PublicId(int tenantNo, String id) {}
}
