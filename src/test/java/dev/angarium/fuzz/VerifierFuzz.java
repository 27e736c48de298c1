package dev.angarium.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.signature.Scheme;
import dev.angarium.provider.signature.SchemeConfig;
import dev.angarium.provider.signature.Schemes;
import dev.angarium.provider.signature.SigningSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Any headers and body, verified by the scheme that {@code -Dfuzz.target} names: no exception, and nothing is accepted
 * that does not know the secret.
 */
public final class VerifierFuzz {
    private static final String SCHEME = System.getProperty("fuzz.target", Schemes.META);
    private static final String SECRET = "correct horse battery staple";
    private static final long AT = 1_800_000_000_000L;
    private static final int HEADER_LENGTH = 300;
    private static final Scheme VERIFIER = Schemes.ready(new SchemeConfig(
                    SCHEME,
                    List.of(SigningSecret.of(SECRET)),
                    Map.of(SchemeConfig.ACCEPT, String.join(",", Schemes.EVOLUTION_WAYS))))
            .orElseThrow();

    private VerifierFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider input) {
        var values = new ArrayList<String>();
        for (var count = input.consumeInt(0, 2); count > 0; count--) {
            values.add(input.consumeString(HEADER_LENGTH));
        }
        var body = input.consumeRemainingAsBytes();
        var verdict = VERIFIER.verify(Webhook.post(body, AT).withHeaders(name -> values));
        var knows = (values + new String(body, UTF_8)).contains(SECRET) || SCHEME.equals(Schemes.URL);
        if (verdict.accepted() && !knows) {
            throw new AssertionError("accepted: " + values);
        }
    }
}
