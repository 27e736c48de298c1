package dev.angarium.tenant.connection;

import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Sha256;
import dev.angarium.pg.PgPools;
import dev.angarium.provider.Providers;
import dev.angarium.provider.signature.SchemeConfig;
import dev.angarium.provider.signature.Schemes;
import dev.angarium.provider.simple.SimpleReader;
import dev.angarium.provider.twilio.TwilioReader;
import dev.angarium.settings.ProviderSettings;
import dev.angarium.settings.SimpleApiSettings;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.SecretTexts;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The connections that come from the settings: of tenant {@code default}, one a provider, found by the fixed ingress
 * routes. Nobody knows their ingress keys. Their ids are {@code default-<provider>}, and {@code simple} for the simple
 * message API, whose one instance is {@code simple} too.
 */
public final class PgDefaults {
    /** The provider's name of the connection behind the simple message API; no connection of the API can have it. */
    public static final String SIMPLE = "simple";

    private static final String TENANT = "default";

    private static final String ENSURE =
            """
            insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, options, sealed_secret,
                sealed_verify_token, auto_provision, from_settings, created_at, updated_at)
            select $1, no, $2, $3, $4, $5, $6, $7, $8, true, true, $9, $9 from tenant where id = 'default'
            on conflict (provider) where from_settings do update
                set scheme = excluded.scheme, options = excluded.options, sealed_secret = excluded.sealed_secret,
                    sealed_verify_token = excluded.sealed_verify_token, updated_at = excluded.updated_at,
                    deleted_at = null
            returning no
            """;
    private static final String END =
            """
            update connection set deleted_at = $2, sealed_secret = null, sealed_verify_token = null
            where from_settings and not (provider = any ($1)) and deleted_at is null
            """;
    private static final String ENSURE_INSTANCE =
            """
            insert into instance (id, tenant_no, connection_no, external_id, name, created_at)
            select $1, tenant_no, no, $3, $3, $4 from connection where no = $2
            on conflict do nothing
            """;

    private final Pool pipeline;
    private final Seals seals;
    private final Secrets secrets;
    private final Time time;

    public PgDefaults(Pool pipeline, Seals seals, Secrets secrets, Time time) {
        this.pipeline = pipeline;
        this.seals = seals;
        this.secrets = secrets;
        this.time = time;
    }

    /** One connection the settings ask for, and the account they name, if they do. */
    private record Wanted(
            String id,
            String provider,
            String name,
            SchemeConfig scheme,
            SecretTexts secrets,
            Optional<String> verifyToken,
            Optional<String> account) {}

    /** Makes the database say what the settings say. Idempotent; several nodes may do it at once. */
    public Future<Void> ensure(ProviderSettings providers, SimpleApiSettings simple) {
        var wanted = new ArrayList<Wanted>();
        meta(providers).ifPresent(wanted::add);
        evolution(providers).ifPresent(wanted::add);
        twilio(providers).ifPresent(wanted::add);
        broker(providers).ifPresent(wanted::add);
        simple(simple).ifPresent(wanted::add);
        return PgPools.using(pipeline, connection -> end(connection, wanted).compose(ended -> all(connection, wanted)));
    }

    private Future<Void> all(SqlConnection connection, List<Wanted> wanted) {
        Future<Void> done = Future.succeededFuture();
        for (var one : wanted) {
            done = done.compose(before -> ensure(connection, one));
        }
        return done;
    }

    private Future<Void> end(SqlConnection connection, List<Wanted> wanted) {
        var kept = wanted.stream().map(Wanted::provider).toArray(String[]::new);
        return connection.preparedQuery(END).execute(Tuple.of(kept, now())).mapEmpty();
    }

    private Future<Void> ensure(SqlConnection connection, Wanted one) {
        var owner = new Seals.Owner(TENANT, one.id());
        var values = Tuple.tuple()
                .addString(one.id())
                .addString(one.provider())
                .addString(one.name())
                .addBuffer(Buffer.buffer(Sha256.of(secrets.ingressKey())))
                .addString(one.scheme().scheme())
                .addJsonObject(new JsonObject(Map.copyOf(one.scheme().options())))
                .addBuffer(seals.seal(owner, Seals.SECRET, one.secrets().text()))
                .addBuffer(seals.seal(owner, Seals.VERIFY_TOKEN, one.verifyToken()))
                .addOffsetDateTime(now());
        return connection
                .preparedQuery(ENSURE)
                .execute(values)
                .map(rows -> rows.iterator().next().getInteger("no"))
                .compose(no -> instance(connection, one, no));
    }

    private Future<Void> instance(SqlConnection connection, Wanted one, int connectionNo) {
        return one.account()
                .map(account -> connection
                        .preparedQuery(ENSURE_INSTANCE)
                        .execute(Tuple.of(one.id(), connectionNo, account, now()))
                        .<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    private static Optional<Wanted> meta(ProviderSettings settings) {
        return settings.metaAppSecret()
                .map(secret -> new Wanted(
                        "default-meta",
                        Providers.META,
                        "Meta, from the settings",
                        new SchemeConfig(Schemes.META, List.of(), Map.of()),
                        SecretTexts.of(secret),
                        settings.metaVerifyToken(),
                        settings.metaPhoneNumberId()));
    }

    /** The webhook secret signs; the API key is what Evolution repeats in its bodies or in a header. */
    private static Optional<Wanted> evolution(ProviderSettings settings) {
        var byUse = new TreeMap<String, String>();
        settings.evolutionWebhookSecret().ifPresent(secret -> {
            byUse.put("hmac", secret);
            byUse.put("jwt", secret);
        });
        settings.evolutionApiKey().ifPresent(key -> {
            byUse.put("apikey", key);
            byUse.put("header", key);
        });
        if (byUse.isEmpty()) {
            return Optional.empty();
        }
        var options = Map.of(SchemeConfig.ACCEPT, String.join(",", byUse.keySet()));
        return Optional.of(new Wanted(
                "default-evolution",
                Providers.EVOLUTION,
                "Evolution, from the settings",
                new SchemeConfig(Schemes.EVOLUTION, List.of(), options),
                new SecretTexts(byUse),
                Optional.empty(),
                Optional.empty()));
    }

    private static Optional<Wanted> twilio(ProviderSettings settings) {
        return settings.twilioAuthToken()
                .map(token -> new Wanted(
                        "default-twilio",
                        Providers.TWILIO,
                        "Twilio, from the settings",
                        new SchemeConfig(Schemes.TWILIO, List.of(), Map.of()),
                        SecretTexts.of(token),
                        Optional.empty(),
                        settings.twilioFrom().map(TwilioReader::number)));
    }

    private static Optional<Wanted> broker(ProviderSettings settings) {
        return settings.brokerWebhookApiKey()
                .map(key -> new Wanted(
                        "default-broker",
                        Providers.BROKER,
                        "The HTTP broker, from the settings",
                        new SchemeConfig(Schemes.TOKEN, List.of(), Map.of()),
                        SecretTexts.of(key),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Optional<Wanted> simple(SimpleApiSettings settings) {
        return settings.webhookSecret()
                .filter(secret -> settings.enabled())
                .map(secret -> new Wanted(
                        SIMPLE,
                        SIMPLE,
                        "The simple message API",
                        new SchemeConfig(Schemes.HMAC_SHA256, List.of(), Map.of(SchemeConfig.HEADER, "X-Signature")),
                        SecretTexts.of(secret),
                        Optional.empty(),
                        Optional.of(SimpleReader.ACCOUNT)));
    }

    private OffsetDateTime now() {
        return Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC);
    }
}
