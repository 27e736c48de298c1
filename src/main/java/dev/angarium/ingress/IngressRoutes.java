package dev.angarium.ingress;

import dev.angarium.access.rate.ConnectionRates;
import dev.angarium.event.EventSink;
import dev.angarium.ingress.limit.Inquiry;
import dev.angarium.ingress.limit.Shares;
import dev.angarium.ingress.limit.Workbench;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.observe.metrics.PipelineMetrics;
import dev.angarium.provider.Providers;
import dev.angarium.provider.registry.Readers;
import dev.angarium.tenant.Directory;
import dev.angarium.tenant.connection.PgDefaults;
import dev.angarium.time.Time;
import dev.angarium.web.Route;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** The routes that providers post to. One of these serves all event loops of a node. */
public final class IngressRoutes {
    static final String KEY = "ingressKey";

    /** A connection may raise its limit so far; where it did not, less is read. */
    private static final int MOST_BODY = 32 << 20;

    private static final String OWN = "/in/{" + KEY + "}";
    private static final String META = "/api/webhooks/whatsapp/cloud-api";
    private static final String EVOLUTION = "/api/webhooks/whatsapp/evolution";
    private static final String SIMPLE = "/webhook";
    private static final Map<String, String> FIXED = Map.of(
            META,
            Providers.META,
            EVOLUTION,
            Providers.EVOLUTION,
            "/api/webhooks/whatsapp/twilio",
            Providers.TWILIO,
            "/api/webhooks/whatsapp/zapi",
            Providers.ZAPI,
            "/api/webhooks/whatsapp/baileys",
            Providers.BAILEYS,
            "/api/webhooks/whatsapp/whatsmeow",
            Providers.WHATSMEOW,
            "/api/webhooks/whatsapp/waha",
            Providers.WAHA,
            "/api/webhooks/whatsapp/gowa",
            Providers.GOWA,
            "/api/webhooks/whatsapp/generic",
            Providers.GENERIC,
            "/api/integrations/whatsapp/webhook",
            Providers.BROKER);

    private final Limits limits;
    private final Desk desk;

    /**
     * The neighbours of ingress.
     *
     * @param publicUrl how the node is called from outside, without a slash at the end
     * @param tooLarge hears of each connection whose body was over its limit, by number, on any event loop
     */
    public record Parts(
            Vertx vertx,
            Directory directory,
            Readers readers,
            EventSink sink,
            ConnectionRates rates,
            HttpMetrics http,
            PipelineMetrics pipeline,
            IntConsumer tooLarge,
            Supplier<String> publicUrl,
            Time time) {}

    /**
     * How much and how long.
     *
     * @param maxBytes INGRESS_MAX_BYTES, of which one connection may have half for its large bodies
     * @param fixedMaxBody INGRESS_MAX_BODY: what a fixed route reads, for it learns from the body whose it is
     * @param patience how long a request may wait for what the directory has to read
     * @param simpleApi SIMPLE_API_ENABLED
     */
    public record Limits(long maxBytes, int fixedMaxBody, Duration patience, boolean simpleApi) {
        /** Leaves the rest of a second for an answer. */
        public static final Duration PATIENCE = Duration.ofMillis(900);
    }

    public IngressRoutes(Parts parts, Limits limits) {
        this.limits = limits;
        this.desk = new Desk(
                new Inquiry.Desk(parts.directory(), parts.time(), limits.patience()),
                new Doorkeeper(parts.publicUrl(), parts.time()),
                parts.readers(),
                parts.sink(),
                parts.rates(),
                new Shares(limits.maxBytes()),
                new Workbench(parts.vertx()),
                new IngressMeters(parts.http(), parts.pipeline()),
                parts.tooLarge(),
                parts.time(),
                limits.fixedMaxBody());
    }

    public List<Route> list() {
        var challenge = new Challenge(desk);
        var routes = new ArrayList<Route>();
        routes.add(post(OWN, Entrance.ownAddress()));
        routes.add(post(OWN + "/*", Entrance.ownAddress()));
        routes.add(Route.get(OWN, challenge::overOwnAddress));
        routes.add(Route.get(META, challenge::overFixedRoute));
        FIXED.forEach((template, provider) -> routes.add(post(template, Entrance.fixed(provider, template))));
        routes.add(post(EVOLUTION + "/*", Entrance.fixed(Providers.EVOLUTION, EVOLUTION)));
        if (limits.simpleApi()) {
            routes.add(post(SIMPLE, Entrance.fixed(PgDefaults.SIMPLE, SIMPLE)));
        }
        return routes;
    }

    private Route post(String template, Entrance entrance) {
        return Route.post(template, MOST_BODY, exchange -> new Arrival(desk, entrance, exchange).receive());
    }
}
