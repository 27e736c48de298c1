package dev.angarium.tenant.connection;

import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Read;
import dev.angarium.provider.Providers;
import dev.angarium.provider.signature.SchemeConfig;
import dev.angarium.provider.signature.Schemes;
import dev.angarium.provider.signature.SigningSecret;
import dev.angarium.web.client.UrlRules;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a connection's body and says all that is wrong with it at once. */
public final class ConnectionRules {
    static final int MAX_BODY_LEAST = 1024;
    static final int MAX_BODY_MOST = 32 * 1024 * 1024;

    private static final int NAME_MAX = 200;
    private static final int SECRET_MAX = 1024;
    private static final int VERIFY_TOKEN_MAX = 256;
    private static final int OPTION_MAX = 128;
    private static final int API_MAX = 20;
    private static final int API_VALUE_MAX = 4096;
    private static final String BASE_URL = "baseUrl";
    /** Stands in for the secret that will be made, or that is there: its value does not matter to the rules. */
    private static final String SOME_SECRET = "some secret";

    private final UrlRules urls;

    public ConnectionRules(UrlRules urls) {
        this.urls = urls;
    }

    Read<ConnectionDraft> readNew(JsonObject body) {
        var fields = Fields.of(body);
        fields.require("provider");
        fields.require("auth");
        var provider = fields.word("provider", Providers.NAMES).orElse("");
        var draft = draft(fields, provider);
        if (draft.auth()
                .filter(auth ->
                        auth.scheme().equals(Schemes.META) && auth.secret().isEmpty())
                .isPresent()) {
            fields.problem("auth.secret", "must be given: it is the app secret that Meta shows");
        }
        return fields.end(draft);
    }

    Read<ConnectionDraft> readUpdate(JsonObject body) {
        var fields = Fields.of(body);
        return fields.end(draft(fields, ""));
    }

    static Read<Optional<String>> readSecret(JsonObject body) {
        var fields = Fields.of(body);
        return fields.end(fields.text("secret", 1, SECRET_MAX));
    }

    private ConnectionDraft draft(Fields fields, String provider) {
        return new ConnectionDraft(
                provider,
                fields.requiredText("name", 1, NAME_MAX),
                fields.object("auth").map(ConnectionRules::auth),
                api(fields),
                fields.flag("autoProvision").orElse(true),
                fields.number("maxBody", MAX_BODY_LEAST, MAX_BODY_MOST));
    }

    private static ConnectionDraft.Auth auth(Fields fields) {
        fields.require("scheme");
        var scheme = fields.word("scheme", Schemes.NAMES);
        var options = options(fields, scheme.orElse(""));
        var auth = new ConnectionDraft.Auth(
                scheme.orElse(""),
                options,
                fields.text("secret", 1, SECRET_MAX),
                fields.text("verifyToken", 1, VERIFY_TOKEN_MAX));
        if (scheme.isPresent()) {
            check(auth, fields);
        }
        fields.refuseUnknown();
        return auth;
    }

    private static Map<String, String> options(Fields fields, String scheme) {
        var options = new LinkedHashMap<String, String>();
        for (var name :
                List.of(SchemeConfig.HEADER, SchemeConfig.ENCODING, SchemeConfig.PREFIX, SchemeConfig.TOKEN_HEADER)) {
            fields.text(name, 0, OPTION_MAX).ifPresent(value -> options.put(name, value));
        }
        var accept = fields.texts(SchemeConfig.ACCEPT, Schemes.EVOLUTION_WAYS.size(), OPTION_MAX);
        if (scheme.equals(Schemes.EVOLUTION) || accept.isPresent()) {
            options.put(SchemeConfig.ACCEPT, String.join(",", accept.orElse(Schemes.EVOLUTION_WAYS)));
        }
        return options;
    }

    private static void check(ConnectionDraft.Auth auth, Fields fields) {
        var secret = SigningSecret.of(auth.secret().orElse(SOME_SECRET));
        var made = Schemes.of(new SchemeConfig(auth.scheme(), List.of(secret), auth.options()));
        if (made instanceof Schemes.Made.Refused refused) {
            refused.problems().forEach(problem -> fields.problem(problem.path(), problem.problem()));
        }
    }

    private Optional<Map<String, String>> api(Fields fields) {
        var api = fields.map("api", API_MAX, API_VALUE_MAX);
        api.map(values -> values.get(BASE_URL))
                .ifPresent(url -> urls.problems(url).forEach(problem -> fields.problem("api." + BASE_URL, problem)));
        return api;
    }
}
