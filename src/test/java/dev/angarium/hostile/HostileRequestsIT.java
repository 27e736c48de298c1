package dev.angarium.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.bench.Heap;
import dev.angarium.bench.Scraped;
import dev.angarium.harness.BrokerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S7: bytes that no honest client sends. Each is refused, none ends in a 5xx, and the node goes on as before. */
class HostileRequestsIT {
    private static final int METHODS = Integer.getInteger("faults.methods", 5_000);
    private static final double HEAP_GROWTH_MIB = 8;

    /** Answered with 200 wherever it is taken for a request. */
    private static final String HIDDEN = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    static Path directory;

    private static BrokerProcess broker;
    private static Provider provider;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of());
        provider = new Provider(broker);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(metrics()).doesNotContain("status=\"5");
        assertThat(broker.stop()).isIn(0, 143);
        assertThat(Files.readString(broker.log())).doesNotContain("\"ERROR\"");
    }

    @AfterEach
    void the_node_is_as_before() {
        assertThat(broker.isReady()).isTrue();
        assertThat(provider.send()).isEqualTo(200);
    }

    // ---- where a request ends

    static Stream<String> unsureFraming() {
        return HostileHeads.UNSURE_FRAMING.keySet().stream();
    }

    /** Two readers of these bytes could see other requests in them: nothing that follows is read. */
    @ParameterizedTest
    @MethodSource("unsureFraming")
    void a_head_that_can_be_read_in_two_ways_ends_its_connection(String name) {
        var head = HostileHeads.UNSURE_FRAMING.getOrDefault(name, "").formatted(provider.path());
        var reply = Wire.exchange(broker.port(), head + HIDDEN);
        assertThat(reply.statuses()).containsExactly(400);
        assertThat(reply.closed()).isTrue();
    }

    static Stream<String> brokenChunks() {
        return HostileHeads.BROKEN_CHUNKS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("brokenChunks")
    void a_chunk_that_is_none_ends_its_connection(String name) {
        var chunks = HostileHeads.BROKEN_CHUNKS.getOrDefault(name, "");
        var reply = Wire.exchange(
                broker.port(),
                "POST " + provider.path() + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                        + HIDDEN);
        assertThat(reply.statuses()).allMatch(status -> status / 100 == 4).hasSizeLessThan(2);
        assertThat(reply.closed()).isTrue();
    }

    /** RFC 9112, 5.2: refused, or read as one line. */
    @Test
    void a_folded_header_is_one_header() {
        var reply = Wire.exchange(
                broker.port(), "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Folded: b\r\n Content-Length: 5\r\n\r\n");
        assertThat(reply.statuses()).containsExactly(200);
    }

    // ---- what it asks for

    @ParameterizedTest
    @MethodSource("targets")
    void a_target_that_is_no_plain_path_is_refused(String requestLine) {
        var reply = Wire.exchange(broker.port(), requestLine + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(reply.statuses()).containsExactly(400);
    }

    static List<String> targets() {
        return HostileHeads.TARGETS;
    }

    /** RFC 9112, 3.2.2: a server takes it, and it is the path that counts. */
    @Test
    void an_absolute_target_leads_where_its_path_leads() {
        for (var path : List.of("/health/live", "/in/unknown", "/v1/webhooks", "/in/../health/live")) {
            var origin = Wire.exchange(broker.port(), "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            var absolute = Wire.exchange(broker.port(), "GET http://b" + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(absolute.statuses()).isEqualTo(origin.statuses());
        }
    }

    @Test
    void words_that_are_no_method_are_neither_counted_nor_kept() {
        methods(100);
        var before = Heap.usedMiB(broker.pid());
        methods(METHODS);
        var growth = Heap.usedMiB(broker.pid()) - before;
        System.out.printf("heap growth by %d methods: %.1f MiB%n", METHODS, growth);
        assertThat(metrics()).doesNotContain("GGGG").contains("method=\"other\"");
        assertThat(growth).isLessThan(HEAP_GROWTH_MIB);
    }

    private static void methods(int count) {
        try (var wire = new Wire(broker.port())) {
            for (var no = 0; no < count; no++) {
                var method = "G".repeat(4_000) + count + "O" + no;
                wire.send((method + " /health/live HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                wire.drain();
            }
        }
    }

    // ---- HTTP/2, which the node does not speak

    @Test
    void the_preface_of_http_2_is_refused() {
        var reply = Wire.exchange(broker.port(), Http2.PREFACE + Http2.SETTINGS);
        assertThat(reply.text()).startsWith("HTTP/1.1 400 ");
        assertThat(reply.closed()).isTrue();
    }

    @Test
    void a_rapid_reset_is_not_read() {
        var reply = Wire.exchange(broker.port(), Http2.PREFACE + Http2.SETTINGS + Http2.resets(50_000));
        assertThat(reply.statuses()).allMatch(status -> status == 400);
        assertThat(reply.closed()).isTrue();
    }

    @Test
    void a_flood_of_continuations_is_not_read() {
        var reply = Wire.exchange(broker.port(), Http2.PREFACE + Http2.SETTINGS + Http2.continuations(50_000));
        assertThat(reply.statuses()).allMatch(status -> status == 400);
        assertThat(reply.closed()).isTrue();
    }

    @Test
    void an_upgrade_to_http_2_is_answered_in_http_1() {
        var reply = Wire.exchange(broker.port(), Http2.UPGRADE + Http2.PREFACE + Http2.SETTINGS);
        assertThat(reply.text()).startsWith("HTTP/1.1 200 ").doesNotContain("101 ");
        assertThat(reply.statuses()).containsExactly(200, 400);
        assertThat(reply.closed()).isTrue();
    }

    // ---- heads without end

    @ParameterizedTest
    @MethodSource("endless")
    void a_head_without_end_is_cut_short(String name) {
        var reply = Wire.exchange(broker.port(), HostileHeads.ENDLESS.getOrDefault(name, ""));
        assertThat(reply.statuses()).allMatch(status -> status / 100 == 4).hasSizeLessThan(2);
        assertThat(reply.closed()).isTrue();
    }

    static Stream<String> endless() {
        return HostileHeads.ENDLESS.keySet().stream();
    }

    private static String metrics() {
        return Scraped.from(broker).text();
    }
}
