package dev.angarium.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.web.client.Target;
import dev.angarium.web.wire.HeaderBlock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ComposerTest {
    private static final long NOW = 1_767_225_700_999L;
    private final Composer composer = new Composer("X-Rijan-Signature", "1.2.3", new Random(1));

    @Test
    void an_event_goes_out_with_its_description() {
        var request = composer.compose(to(Samples.subscription("https://a.example/hook")), events(17), 2, NOW);
        var headers = request.head().headers();
        assertThat(request.target()).isEqualTo(new Target(true, "a.example", 443, "/hook"));
        assertThat(new String(request.body(), UTF_8)).isEqualTo("{\"n\":17}");
        assertThat(headers.get("webhook-id")).isEqualTo(Samples.event(17).id().toString());
        assertThat(headers.get("webhook-timestamp")).isEqualTo("1767225700");
        assertThat(headers.get("X-Event-Type")).isEqualTo("message.received");
        assertThat(headers.get("X-Sequence")).isEqualTo("17");
        assertThat(headers.get("X-Attempt")).isEqualTo("2");
        assertThat(headers.get("X-Correlation-Id")).isEqualTo("corr-17");
        assertThat(headers.get("User-Agent")).isEqualTo("Angarium/1.2.3");
        assertThat(headers.get("Content-Type")).isEqualTo("application/json");
        assertThat(headers.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void both_signatures_verify_with_the_secret() throws Exception {
        var request = composer.compose(to(Samples.subscription("http://a")), events(1), 1, NOW);
        var headers = request.head().headers();
        var body = new String(request.body(), UTF_8);
        assertThat(headers.get("X-Rijan-Signature")).isEqualTo(HexFormat.of().formatHex(hmac(Samples.SECRET, body)));
        assertThat(headers.get("webhook-signature"))
                .isEqualTo("v1," + base64(hmac(Samples.SECRET, signed(get(headers, "webhook-id"), body))));
        assertThat(headers.contains("X-Rijan-Signature-Previous")).isFalse();
    }

    @Test
    void while_a_rotation_runs_the_old_secret_verifies_too() throws Exception {
        var now = "the new one".getBytes(UTF_8);
        var before = "the old one".getBytes(UTF_8);
        var request = composer.compose(to(Samples.subscription("http://a").secrets(now, before)), events(1), 1, NOW);
        var headers = request.head().headers();
        var body = new String(request.body(), UTF_8);
        var signed = signed(get(headers, "webhook-id"), body);
        assertThat(headers.get("X-Rijan-Signature")).isEqualTo(HexFormat.of().formatHex(hmac(now, body)));
        assertThat(headers.get("X-Rijan-Signature-Previous"))
                .isEqualTo(HexFormat.of().formatHex(hmac(before, body)));
        assertThat(get(headers, "webhook-signature").split(" "))
                .containsExactly("v1," + base64(hmac(now, signed)), "v1," + base64(hmac(before, signed)));
    }

    @Test
    void the_name_of_the_hex_signature_is_the_operators_choice() {
        var renamed = new Composer("X-Hub-Signature", "1", new Random(1));
        var keys = Samples.subscription("http://a").secrets(Samples.SECRET, Samples.SECRET);
        var headers = renamed.compose(to(keys), events(1), 1, NOW).head().headers();
        assertThat(headers.names()).contains("X-Hub-Signature", "X-Hub-Signature-Previous");
        assertThat(headers.contains("X-Rijan-Signature")).isFalse();
    }

    @Test
    void several_events_are_an_array_under_the_first_id_and_their_count() {
        var request = composer.compose(to(Samples.subscription("http://a")), events(4, 5, 6), 1, NOW);
        assertThat(new String(request.body(), UTF_8)).isEqualTo("[{\"n\":4},{\"n\":5},{\"n\":6}]");
        assertThat(request.head().headers().get("webhook-id"))
                .isEqualTo(Samples.event(4).id() + "+3");
        assertThat(request.head().headers().get("X-Sequence")).isEqualTo("4");
    }

    @Test
    void a_batch_of_several_types_says_so() {
        var mixed = List.of(Samples.event(1), Samples.event(2, "message.status", "c1"));
        var request = composer.compose(to(Samples.subscription("http://a")), mixed, 1, NOW);
        assertThat(request.head().headers().get("X-Event-Type")).isEqualTo("batch");
    }

    @Test
    void a_retry_has_the_same_body_and_id_but_its_own_time_attempt_and_span() {
        var to = to(Samples.subscription("http://a"));
        var first = composer.compose(to, events(9), 1, NOW);
        var second = composer.compose(to, events(9), 2, NOW + 10_000);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.head().headers().get("webhook-id"))
                .isEqualTo(first.head().headers().get("webhook-id"));
        assertThat(second.head().headers().get("X-Rijan-Signature"))
                .isEqualTo(first.head().headers().get("X-Rijan-Signature"));
        assertThat(second.head().headers().get("webhook-timestamp")).isEqualTo("1767225710");
        assertThat(second.head().headers().get("traceparent"))
                .startsWith(get(first.head().headers(), "traceparent").substring(0, 36))
                .isNotEqualTo(first.head().headers().get("traceparent"));
    }

    @Test
    void own_headers_are_sent_but_never_win_over_ours() {
        var own = Map.of("X-Team", "billing", "X-Sequence", "99", "content-type", "text/plain", "webhook-id", "mine");
        var headers = composer.compose(to(Samples.subscription("http://a").headers(own)), events(3), 1, NOW)
                .head()
                .headers();
        assertThat(headers.get("X-Team")).isEqualTo("billing");
        assertThat(headers.getAll("X-Sequence")).containsExactly("3");
        assertThat(headers.getAll("Content-Type")).containsExactly("application/json");
        assertThat(headers.getAll("webhook-id"))
                .containsExactly(Samples.event(3).id().toString());
    }

    @Test
    void one_request_leaves_nothing_behind_for_the_next() {
        var to = to(Samples.subscription("http://a").headers(Map.of("X-Team", "billing")));
        composer.compose(to, events(1), 1, NOW);
        assertThat(to.head().headers().names()).containsExactly("host", "X-Team");
    }

    @Test
    void line_breaks_in_what_others_named_cannot_split_the_head() {
        var data = "{}".getBytes(UTF_8);
        var instance = new InstanceRef(1, "i", 1, "t");
        var event = new Event(instance, 1, "provider.a\r\nEvil: 1", null, 5, 5, "c\u0000\u00e9", data, data);
        var headers = composer.compose(to(Samples.subscription("http://a")), List.of(event), 1, NOW)
                .head()
                .headers();
        assertThat(headers.get("X-Event-Type")).isEqualTo("provider.a__Evil: 1");
        assertThat(headers.get("X-Correlation-Id")).isEqualTo("c__");
    }

    @Test
    void two_spellings_of_an_endpoint_are_one() {
        assertThat(endpoint("https://Shop.example/a?b=c")).isEqualTo("https://shop.example:443");
        assertThat(endpoint("https://shop.example:443/other")).isEqualTo("https://shop.example:443");
        assertThat(endpoint("http://[2001:db8::1]/x")).isEqualTo("http://[2001:db8::1]:80");
    }

    private static String endpoint(String url) {
        return to(Samples.subscription(url)).endpoint();
    }

    private static Recipient to(Samples.Draft draft) {
        return Recipient.of(draft.format("raw").no(1), Composer.ours("X-Rijan-Signature"));
    }

    private static List<Event> events(long... seqs) {
        return java.util.Arrays.stream(seqs).mapToObj(Samples::event).toList();
    }

    private static String get(HeaderBlock headers, String name) {
        return Objects.requireNonNull(headers.get(name), name);
    }

    private static String signed(String id, String body) {
        return id + ".1767225700." + body;
    }

    private static byte[] hmac(byte[] secret, String text) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
