package dev.angarium.access.api;

import dev.angarium.access.PgAudit;
import dev.angarium.access.audit.PgAuditLog;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.key.Keys;
import dev.angarium.access.key.PgKeyStore;
import dev.angarium.access.once.PgChanges;
import dev.angarium.access.once.PgClaims;
import dev.angarium.access.rate.FailedSignIns;
import dev.angarium.access.rate.RateLimits;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.pg.PgPools;
import dev.angarium.pg.TenantSession;
import dev.angarium.settings.RateSettings;
import dev.angarium.tenant.Notices;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.SubscriptionNotices;
import dev.angarium.tenant.account.PgApiKeys;
import dev.angarium.tenant.account.PgTenants;
import dev.angarium.tenant.api.TenantOperations;
import dev.angarium.tenant.connection.ConnectionRules;
import dev.angarium.tenant.connection.PgConnections;
import dev.angarium.tenant.instance.PgInstanceFigures;
import dev.angarium.tenant.instance.PgInstances;
import dev.angarium.tenant.webhook.PgWebhooks;
import dev.angarium.tenant.webhook.WebhookRules;
import dev.angarium.time.Time;
import dev.angarium.web.address.AddressRules;
import dev.angarium.web.client.UrlRules;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/** The real services behind the API, as a node wires them; private addresses are refused. */
public final class ApiServices {
    private final TenantSession tenants;
    private final Secrets secrets = new Secrets(new SecureRandom());
    private final Vault vault = new Vault(MasterKey.parse("a7".repeat(32)).orElseThrow(), Optional.empty(), secrets);
    private final Vertx vertx;
    private final PgPools pools;
    private final Time time;
    private final PublicIds ids;
    private final PgClaims claims;
    private final PgChanges changes;

    ApiServices(Vertx vertx, PgPools pools, Time time) {
        this.vertx = vertx;
        this.pools = pools;
        this.time = time;
        this.tenants = new TenantSession(pools.api());
        this.ids = new PublicIds(secrets, time);
        this.claims = new PgClaims(tenants, vault, time);
        this.changes = new PgChanges(tenants, new PgAudit(time), claims);
    }

    public Vertx vertx() {
        return vertx;
    }

    public PgPools pools() {
        return pools;
    }

    public Time time() {
        return time;
    }

    public TenantSession tenants() {
        return tenants;
    }

    public PgChanges changes() {
        return changes;
    }

    public PublicIds ids() {
        return ids;
    }

    public Vault vault() {
        return vault;
    }

    ApiRoutes.Parts parts(RateSettings rates) {
        var keys = new Keys(new PgKeyStore(pools.api()), ApiServer.ADMIN_KEY, time);
        new Notices(vertx.eventBus()).onKey(keys::forget);
        return new ApiRoutes.Parts(keys, new FailedSignIns(time), new RateLimits(rates, time), changes, claims);
    }

    TenantOperations operations() {
        var notices = new Notices(vertx.eventBus());
        var seals = new Seals(vault);
        var urls = new UrlRules(new AddressRules(false));
        return new TenantOperations(new TenantOperations.Services(
                new PgTenants(tenants, changes, ids, time),
                new PgApiKeys(tenants, changes, secrets, ids, notices, time),
                new PgKeyStore(pools.api()),
                new PgConnections(
                        tenants,
                        changes,
                        new PgConnections.Makings(
                                seals,
                                secrets,
                                ids,
                                new ConnectionRules(urls),
                                time,
                                () -> "https://broker.example.com"),
                        notices),
                new PgInstances(
                        tenants,
                        changes,
                        new PgInstanceFigures(new PgEventReader(pools.pipeline()), pools.pipeline()),
                        ids,
                        notices,
                        time),
                new PgWebhooks(
                        tenants,
                        changes,
                        new PgWebhooks.Makings(
                                seals, secrets, ids, new WebhookRules(urls, Duration.ofSeconds(30)), time),
                        new SubscriptionNotices(vertx.eventBus())),
                new PgAuditLog(tenants)));
    }
}
