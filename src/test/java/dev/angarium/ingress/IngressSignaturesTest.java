package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.ingress.IngressWorld.Connection;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing wrong is let in, over any scheme; what is right is. A body that is no JSON shows what is read first. */
class IngressSignaturesTest {
    private static final String SECRET = "a secret of this test";
    private static final String OTHER = "a secret of another";
    private static final String NO_JSON = "this is no JSON";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static IngressWorld world;

    @BeforeAll
    static void start() {
        world = new IngressWorld(database, Rules.usual());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** A way to sign: where the signature stands, and how it comes out of a secret and a body. */
    record Way(String name, String scheme, Map<String, String> options, String header, Signature signature) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    interface Signature {
        String of(String secret, String body);
    }

    static Stream<Way> macs() {
        return Stream.of(
                new Way("meta", "meta", Map.of(), "X-Hub-Signature-256", (s, b) -> "sha256=" + Signer.hex(s, b)),
                new Way("hmac", "hmac-sha256", Map.of(), "X-Signature", Signer::hex),
                new Way(
                        "hmac, base64 behind a prefix",
                        "hmac-sha256",
                        Map.of("header", "X-Proxy", "encoding", "base64", "prefix", "v1="),
                        "X-Proxy",
                        (s, b) -> "v1=" + Signer.base64(s, b)),
                new Way(
                        "evolution, hmac",
                        "evolution",
                        Map.of("accept", "hmac"),
                        "X-Evolution-Signature",
                        Signer::hex));
    }

    static Stream<Way> tokens() {
        return Stream.of(
                new Way("token", "token", Map.of(), "X-API-Key", (s, b) -> s),
                new Way("bearer", "token", Map.of(), "Authorization", (s, b) -> "Bearer " + s),
                new Way("legacy", "token", Map.of(), "X-Authorization", (s, b) -> s),
                new Way("evolution, header", "evolution", Map.of("accept", "header"), "apikey", (s, b) -> s),
                new Way(
                        "evolution, token",
                        "evolution",
                        Map.of("accept", "jwt"),
                        "Authorization",
                        (s, b) -> Signer.token(s, world.time.millis() / 1000)));
    }

    static Stream<Way> ways() {
        return Stream.concat(macs(), tokens());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void only_the_right_proof_is_taken(Way way) {
        var connection = connect(way, SECRET);
        var body = Bodies.generic("i", next());
        var right = way.signature().of(SECRET, body);
        assertThat(status(connection, body, way.header(), right)).isEqualTo(200);
        assertThat(status(connection, body, way.header(), way.signature().of(OTHER, body)))
                .isEqualTo(401);
        assertThat(world.sender.post(connection.path(), body).status()).isEqualTo(401);
        assertThat(status(connection, body, way.header(), "")).isEqualTo(401);
        assertThat(status(connection, body, way.header(), right.substring(0, right.length() - 2)))
                .isEqualTo(401);
        assertThat(status(connection, body, way.header(), right + "00")).isEqualTo(401);
        assertThat(status(connection, body, way.header(), flipped(right))).isEqualTo(401);
        assertThat(status(connection, body, "X-Other", right)).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_signature_is_checked_before_the_body_is_read(Way way) {
        var connection = connect(way, SECRET);
        assertThat(status(connection, NO_JSON, way.header(), way.signature().of(OTHER, NO_JSON)))
                .isEqualTo(401);
        assertThat(status(connection, NO_JSON, way.header(), way.signature().of(SECRET, NO_JSON)))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("macs")
    void a_signature_covers_every_byte(Way way) {
        var connection = connect(way, SECRET);
        var body = Bodies.generic("i", next());
        var right = way.signature().of(SECRET, body);
        assertThat(status(connection, body + " ", way.header(), right)).isEqualTo(401);
        assertThat(status(connection, body.replace("hello", "hellp"), way.header(), right))
                .isEqualTo(401);
        assertThat(status(connection, body, way.header(), "no signature at all, and not even hex or base64"))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("macs")
    void hex_may_come_in_upper_case_and_a_second_header_never(Way way) {
        var connection = connect(way, SECRET);
        var body = Bodies.generic("i", next());
        var right = way.signature().of(SECRET, body);
        if (!right.startsWith("v1=")) {
            var prefix = right.indexOf('=') + 1;
            var upper = right.substring(0, prefix) + right.substring(prefix).toUpperCase(Locale.ROOT);
            assertThat(status(connection, body, way.header(), upper)).isEqualTo(200);
        }
        assertThat(world.sender
                        .postTwice(connection.path(), body, way.header(), right)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void evolution_is_known_by_the_key_in_its_body() {
        var connection = world.connect("evolution", "evolution", Map.of("accept", "apikey"), Map.of("apikey", SECRET));
        assertThat(world.sender
                        .post(connection.path(), Bodies.evolution("i", next(), SECRET))
                        .status())
                .isEqualTo(200);
        assertThat(world.sender
                        .post(connection.path(), Bodies.evolution("i", next(), OTHER))
                        .status())
                .isEqualTo(401);
        assertThat(world.sender.post(connection.path(), "{\"event\":\"x\"}").status())
                .isEqualTo(401);
        assertThat(world.sender.post(connection.path(), NO_JSON).status()).isEqualTo(401);
    }

    @Test
    void a_token_without_an_algorithm_is_no_token() {
        var connection = world.connect("evolution", "evolution", Map.of("accept", "jwt"), Map.of("", SECRET));
        var now = world.time.millis() / 1000;
        var body = Bodies.evolution("i", next(), "");
        var none = Signer.token(SECRET, "{\"alg\":\"none\"}", now);
        assertThat(status(connection, body, "Authorization", none)).isEqualTo(401);
        assertThat(status(connection, body, "Authorization", none.substring(0, none.lastIndexOf('.') + 1)))
                .isEqualTo(401);
        assertThat(status(connection, body, "Authorization", Signer.token(SECRET, now - 3_600)))
                .isEqualTo(401);
    }

    @Test
    void the_first_token_header_decides_alone() {
        var connection = world.connect("generic", "token", SECRET);
        var both = Map.of("X-API-Key", OTHER, "X-Authorization", SECRET);
        assertThat(world.sender
                        .post(connection.path(), Bodies.generic("i", next()), both)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_scheme_is_the_connections_and_never_guessed() {
        var connection = world.connect("generic", "hmac-sha256", SECRET);
        var body = Bodies.generic("i", next());
        assertThat(status(connection, body, "X-API-Key", SECRET)).isEqualTo(401);
        assertThat(world.sender
                        .post(connection.path(), body, Signer.meta(SECRET, body))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void an_address_alone_is_proof_only_where_it_is_the_connections_own() {
        var connection = world.connect("generic", "url", "");
        var fixed = "/api/webhooks/whatsapp/generic";
        assertThat(world.sender
                        .post(connection.path(), Bodies.generic("urlonly", next()))
                        .status())
                .isEqualTo(200);
        assertThat(world.sender.post(fixed, Bodies.generic("urlonly", next())).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void while_a_secret_is_rotated_both_are_valid_and_afterwards_the_new_one(Way way) {
        var connection = connect(way, SECRET);
        assertThat(signed(connection, way, SECRET)).isEqualTo(200);
        world.rotate(connection, "the new secret", at(world.time.millis() + 3_600_000));
        assertThat(signed(connection, way, SECRET)).isEqualTo(200);
        assertThat(signed(connection, way, "the new secret")).isEqualTo(200);
        world.update(connection, "previous_until", at(world.time.millis() - 1));
        assertThat(signed(connection, way, SECRET)).isEqualTo(401);
        assertThat(signed(connection, way, "the new secret")).isEqualTo(200);
    }

    @Test
    void a_refusal_says_nothing_of_the_secret_or_the_body() {
        var connection = world.connect("generic", "token", SECRET);
        var answer = world.sender.post(connection.path(), Bodies.generic("i", "private"), Map.of("X-API-Key", OTHER));
        assertThat(answer.code()).isEqualTo("INVALID_SIGNATURE");
        assertThat(answer.body()).doesNotContain(SECRET, OTHER, "private", connection.id());
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
    }

    private static int signed(Connection connection, Way way, String secret) {
        var body = Bodies.generic("i", next());
        return status(connection, body, way.header(), way.signature().of(secret, body));
    }

    private static int status(Connection connection, String body, String header, String value) {
        return world.sender
                .post(connection.path(), body.getBytes(UTF_8), Map.of(header, value))
                .status();
    }

    private static Connection connect(Way way, String secret) {
        return world.connect("generic", way.scheme(), way.options(), Map.of("", secret));
    }

    /** Another last but one character: its bits count in every encoding. */
    private static String flipped(String right) {
        var at = right.length() - 4;
        var other = right.charAt(at) == 'a' ? 'b' : 'a';
        return right.substring(0, at) + other + right.substring(at + 1);
    }

    private static String next() {
        return "n" + NUMBERS.incrementAndGet();
    }

    private static OffsetDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
