package dev.angarium;

import dev.angarium.access.PgAudit;
import dev.angarium.access.input.PublicIds;
import dev.angarium.cluster.Ownership;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.pg.Database;
import dev.angarium.settings.Settings;
import dev.angarium.tenant.CachedDirectory;
import dev.angarium.tenant.Notices;
import dev.angarium.tenant.PgDirectoryStore;
import dev.angarium.tenant.PgSubscriptionStore;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.SubscriptionNotices;
import dev.angarium.time.Time;
import dev.angarium.web.address.AddressRules;
import dev.angarium.web.client.UrlRules;
import io.vertx.core.Vertx;

/** What the workers and the API stand on, made once the database is open. */
record Ground(
        Settings settings,
        Time time,
        Database database,
        Ownership ownership,
        Vault vault,
        Secrets secrets,
        Seals seals,
        PublicIds ids,
        PgAudit audit,
        Notices notices,
        SubscriptionNotices subscriptionNotices,
        CachedDirectory directory,
        PgSubscriptionStore subscriptions,
        AddressRules addresses) {

    /** Parts that several others are made of. */
    record Roots(Settings settings, Vertx vertx, Time time, Vault vault, Secrets secrets) {}

    static Ground of(Roots roots, Database database, Ownership ownership) {
        var time = roots.time();
        var bus = roots.vertx().eventBus();
        var seals = new Seals(roots.vault());
        var ids = new PublicIds(roots.secrets(), time);
        var audit = new PgAudit(time);
        var notices = new Notices(bus);
        var subscriptionNotices = new SubscriptionNotices(bus);
        var maxBody = roots.settings().server().ingressMaxBody();
        var store = new PgDirectoryStore(database.pipeline(), seals, ids, time, maxBody);
        return new Ground(
                roots.settings(),
                time,
                database,
                ownership,
                roots.vault(),
                roots.secrets(),
                seals,
                ids,
                audit,
                notices,
                subscriptionNotices,
                new CachedDirectory(store, time).listen(notices),
                new PgSubscriptionStore(database.pipeline(), seals, audit, subscriptionNotices, time),
                new AddressRules(roots.settings().security().outboundAllowPrivate()));
    }

    UrlRules urls() {
        return new UrlRules(addresses);
    }
}
