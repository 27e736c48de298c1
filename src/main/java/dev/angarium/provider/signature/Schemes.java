package dev.angarium.provider.signature;

import dev.angarium.crypto.Hmac.Algorithm;
import dev.angarium.provider.FieldProblem;
import dev.angarium.provider.json.Peek;
import dev.angarium.provider.signature.HmacScheme.Encoding;
import dev.angarium.provider.signature.HmacScheme.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes schemes of stored configuration and says all that is wrong with one. */
public final class Schemes {
    public static final String META = "meta";
    public static final String HMAC_SHA256 = "hmac-sha256";
    public static final String HMAC_SHA512 = "hmac-sha512";
    public static final String TWILIO = "twilio";
    public static final String EVOLUTION = "evolution";
    public static final String TOKEN = "token";
    public static final String URL = "url";

    public static final List<String> NAMES = List.of(META, HMAC_SHA256, HMAC_SHA512, TWILIO, EVOLUTION, TOKEN, URL);

    /** The ways of scheme evolution. */
    public static final List<String> EVOLUTION_WAYS = List.of("hmac", "jwt", "header", "apikey");

    private static final List<String> TOKEN_HEADERS = List.of("X-API-Key", "Authorization", "X-Authorization");
    private static final int ROTATION = 2;

    private Schemes() {}

    /** A scheme, or the problems of its configuration. */
    public sealed interface Made {
        record Ready(Scheme scheme) implements Made {}

        record Refused(List<FieldProblem> problems) implements Made {}
    }

    public static Made of(SchemeConfig config) {
        var problems = problems(config);
        return problems.isEmpty() ? new Made.Ready(make(config)) : new Made.Refused(problems);
    }

    /** The scheme where the configuration is sound, which stored configuration is. */
    public static Optional<Scheme> ready(SchemeConfig config) {
        return of(config) instanceof Made.Ready ready ? Optional.of(ready.scheme()) : Optional.empty();
    }

    private static Scheme make(SchemeConfig config) {
        return switch (config.scheme()) {
            case META ->
                new HmacScheme(
                        Algorithm.SHA256, new Place("X-Hub-Signature-256", Encoding.HEX, "sha256="), config.secrets());
            case HMAC_SHA256 -> new HmacScheme(Algorithm.SHA256, place(config, "X-Signature"), config.secrets());
            case HMAC_SHA512 -> new HmacScheme(Algorithm.SHA512, place(config, "X-Webhook-Hmac"), config.secrets());
            case TWILIO -> new TwilioScheme(config.option(SchemeConfig.PUBLIC_URL, ""), config.secrets());
            case EVOLUTION ->
                new EvolutionScheme(
                        ways(config).stream().map(way -> check(way, config)).toList());
            case TOKEN -> new TokenScheme(TOKEN_HEADERS, config.secrets());
            default -> new UrlScheme();
        };
    }

    private static Place place(SchemeConfig config, String header) {
        var encoding = config.option(SchemeConfig.ENCODING, "hex").equals("base64") ? Encoding.BASE64 : Encoding.HEX;
        return new Place(config.option(SchemeConfig.HEADER, header), encoding, config.option(SchemeConfig.PREFIX, ""));
    }

    private static EvolutionScheme.Check check(String way, SchemeConfig config) {
        var secrets =
                config.secrets().stream().filter(secret -> secret.serves(way)).toList();
        return switch (way) {
            case "hmac" -> new HmacScheme(Algorithm.SHA256, place(config, "X-Evolution-Signature"), secrets)::verify;
            case "jwt" -> new EvolutionToken(secrets);
            case "header" ->
                new TokenScheme(List.of(config.option(SchemeConfig.TOKEN_HEADER, "apikey")), secrets)::verify;
            default -> apikey(secrets);
        };
    }

    /** The body names its key: found by the scanner, before anything else of the body is read. */
    private static EvolutionScheme.Check apikey(List<SigningSecret> secrets) {
        var peek = Peek.standard();
        return webhook -> {
            var claimed = peek.find(webhook.body(), Peek.EVOLUTION_APIKEY);
            return claimed.isEmpty() ? Verdict.ABSENT : TokenScheme.matches(secrets, claimed, webhook.receivedAt());
        };
    }

    private static List<String> ways(SchemeConfig config) {
        var ways = new ArrayList<String>();
        for (var way : config.option(SchemeConfig.ACCEPT, "").split(",", -1)) {
            if (!way.isBlank()) {
                ways.add(way.strip());
            }
        }
        return ways;
    }

    private static List<FieldProblem> problems(SchemeConfig config) {
        var problems = new ArrayList<FieldProblem>();
        if (!NAMES.contains(config.scheme())) {
            problems.add(new FieldProblem("scheme", "must be one of " + String.join(", ", NAMES)));
            return problems;
        }
        if (config.scheme().equals(EVOLUTION)) {
            checkWays(config, problems);
        } else if (!config.scheme().equals(URL)) {
            checkSecrets(config.secrets(), "secret", problems);
        }
        var encoding = config.option(SchemeConfig.ENCODING, "hex");
        if (!encoding.equals("hex") && !encoding.equals("base64")) {
            problems.add(new FieldProblem(SchemeConfig.ENCODING, "must be hex or base64"));
        }
        checkHeader(config, SchemeConfig.HEADER, problems);
        checkHeader(config, SchemeConfig.TOKEN_HEADER, problems);
        return problems;
    }

    private static void checkWays(SchemeConfig config, List<FieldProblem> problems) {
        var ways = ways(config);
        if (ways.isEmpty() || !EVOLUTION_WAYS.containsAll(ways)) {
            problems.add(new FieldProblem(
                    SchemeConfig.ACCEPT, "must list at least one of " + String.join(", ", EVOLUTION_WAYS)));
            return;
        }
        for (var way : ways) {
            var secrets = config.secrets().stream().filter(secret -> secret.serves(way));
            checkSecrets(secrets.toList(), "secret." + way, problems);
        }
    }

    private static void checkSecrets(List<SigningSecret> secrets, String path, List<FieldProblem> problems) {
        if (secrets.isEmpty()
                || secrets.stream().anyMatch(secret -> secret.value().isEmpty())) {
            problems.add(new FieldProblem(path, "must be set"));
        } else if (secrets.size() > ROTATION) {
            problems.add(new FieldProblem(path, "may have two values at most, the current and the previous one"));
        }
    }

    private static void checkHeader(SchemeConfig config, String option, List<FieldProblem> problems) {
        var header = config.option(option, "X");
        var named = !header.isEmpty() && header.length() <= 128;
        for (var at = 0; at < header.length() && named; at++) {
            var letter = header.charAt(at);
            named = letter < 128 && (Character.isLetterOrDigit(letter) || letter == '-' || letter == '_');
        }
        if (!named) {
            problems.add(new FieldProblem(option, "must be the name of a header"));
        }
    }
}
