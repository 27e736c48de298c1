package dev.angarium.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.bench.Heap;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.hostile.Upload.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F18: a body of 100 MB, in each way it can be sent. It is refused before it is read, and leaves nothing in the heap. */
class HugeBodiesIT {
    private static final int UPLOADS = Integer.getInteger("faults.uploads", 2);

    /** INGRESS_MAX_BODY's default. */
    private static final long LIMIT = 3L << 20;

    /** Read at once from a socket, or on the way from chunk to body. */
    private static final long SLACK = 64L << 10;

    /** Of the quickest of some: a busy machine may keep any one of them waiting. */
    private static final double AT_ONCE_MILLIS = 50;

    private static final double HEAP_GROWTH_MIB = 8;
    private static final String LENGTH = "\r\nContent-Length: " + Upload.BYTES;

    @TempDir
    static Path directory;

    private static BrokerProcess broker;
    private static Provider provider;
    private double heap;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of());
        provider = new Provider(broker);
        assertThat(Upload.sent(broker.port(), head() + LENGTH).status()).isEqualTo(413);
        assertThat(Upload.chunked(broker.port(), head()).status()).isEqualTo(413);
        assertThat(provider.send()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        assertThat(broker.stop()).isIn(0, 143);
    }

    @BeforeEach
    void weigh() {
        heap = Heap.usedMiB(broker.pid());
    }

    @AfterEach
    void the_heap_is_as_before_and_the_node_takes_messages() {
        assertThat(Heap.usedMiB(broker.pid()) - heap).isLessThan(HEAP_GROWTH_MIB);
        assertThat(broker.isReady()).isTrue();
        assertThat(provider.send()).isEqualTo(200);
    }

    @Test
    void one_that_is_announced_is_refused_before_it_is_sent() throws Exception {
        var refusals = repeated("announced", () -> Upload.announced(broker.port(), head() + LENGTH));
        assertThat(refusals).allMatch(refusal -> refusal.status() == 413);
        assertThat(quickest(refusals)).isLessThan(AT_ONCE_MILLIS);
    }

    @Test
    void one_that_is_sent_all_the_same_is_not_read() throws Exception {
        var refusals = repeated("sent", () -> Upload.sent(broker.port(), head() + LENGTH));
        assertThat(refusals).allMatch(refusal -> refusal.status() == 413).allMatch(it -> it.taken() <= SLACK);
        assertThat(quickest(refusals)).isLessThan(AT_ONCE_MILLIS);
    }

    @Test
    void one_in_chunks_is_read_up_to_the_limit() throws Exception {
        var refusals = repeated("chunked", () -> Upload.chunked(broker.port(), head()));
        assertThat(refusals)
                .allMatch(refusal -> refusal.status() == 413)
                .allSatisfy(refusal -> assertThat(refusal.taken()).isBetween(LIMIT, LIMIT + SLACK));
    }

    @Test
    void one_that_is_compressed_is_refused_before_it_is_read() throws Exception {
        var head = head() + "\r\nContent-Encoding: gzip";
        var refusals = new ArrayList<>(repeated("gzip", () -> Upload.sent(broker.port(), head + LENGTH)));
        refusals.addAll(repeated("gzip, chunked", () -> Upload.chunked(broker.port(), head)));
        assertThat(refusals)
                .allMatch(refusal -> refusal.status() == 413 || refusal.status() == 415)
                .allMatch(refusal -> refusal.taken() <= SLACK);
    }

    @Test
    void one_that_asks_first_is_not_told_to_come() throws Exception {
        var head = head() + "\r\nExpect: 100-continue" + LENGTH;
        var refusals = repeated("100-continue", () -> Upload.announced(broker.port(), head));
        assertThat(refusals).allMatch(refusal -> refusal.status() == 413 || refusal.status() == 417);
        assertThat(quickest(refusals)).isLessThan(AT_ONCE_MILLIS);
    }

    /** Whoever has no key gets nothing read; the connection ends, or a next request on it would wait for ever. */
    @Test
    void one_for_the_api_without_a_key_is_not_read() throws Exception {
        var head = "POST /v1/webhooks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json";
        var refusals = repeated("API", () -> Upload.chunked(broker.port(), head));
        assertThat(refusals)
                .allMatch(refusal -> refusal.status() == 401)
                .allMatch(refusal -> refusal.answer().toLowerCase(Locale.ROOT).contains("connection: close"))
                .allMatch(refusal -> refusal.taken() <= SLACK);
    }

    private static String head() {
        return "POST " + provider.path() + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json";
    }

    private interface Attempt {
        Refusal run() throws Exception;
    }

    private static List<Refusal> repeated(String name, Attempt attempt) throws Exception {
        var refusals = new ArrayList<Refusal>();
        for (var no = 0; no < UPLOADS; no++) {
            refusals.add(attempt.run());
        }
        System.out.printf(
                "%s: answered in %.1f ms, %d bytes read at most%n",
                name,
                quickest(refusals),
                refusals.stream().mapToLong(Refusal::taken).max().orElse(0));
        return refusals;
    }

    private static double quickest(List<Refusal> refusals) {
        return refusals.stream().mapToDouble(Refusal::millis).min().orElse(Double.MAX_VALUE);
    }
}
