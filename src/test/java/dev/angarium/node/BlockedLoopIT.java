package dev.angarium.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.bench.Scraped;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.Patch;
import dev.angarium.harness.Patch.Edit;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F19: a broker that blocks one of its event loops says so, to whoever asks another, and is well again afterwards. */
class BlockedLoopIT {
    private static final String HOLD = "/blocks-its-loop";
    private static final String LET_GO = "let-go";
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(40);
    private static final Duration PROBE = Duration.ofSeconds(2);

    /** What no code of ours does: the request holds its event loop until a file says that it may go on. */
    private static final Patch BLOCKING = Patch.of(
            "blocking",
            new Edit(
                    "web/Gate.java",
                    "        var request = exchange.request();\n        var refusal",
                    """
                            var request = exchange.request();
                            if ("/blocks-its-loop".equals(request.path())) {
                                var letGo = java.nio.file.Path.of(System.getenv("DATA_DIR"), "let-go");
                                while (!java.nio.file.Files.exists(letGo)) {
                                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
                                }
                            }
                            var refusal"""));

    @TempDir
    Path directory;

    @Test
    void a_blocked_event_loop_is_seen_in_health_and_metrics_and_goes_on() throws IOException {
        var classes = BLOCKING.compiled(directory);
        try (var broker = BrokerProcess.start(directory.resolve("data"), classes, List.of("-Xmx384m"), Map.of())) {
            var before = blockedTimes(broker); // a busy machine may have kept a loop from starting in time
            var held = HttpClient.newHttpClient()
                    .sendAsync(HttpRequest.newBuilder(broker.uri(HOLD)).build(), BodyHandlers.discarding());

            BrokerProcess.until(SEEN_WITHIN, () -> says(broker, "/health/ready", 503), "seen by a probe");
            assertThat(held).isNotDone();
            Files.createFile(broker.dataDir().resolve(LET_GO));
            BrokerProcess.until(SEEN_WITHIN, () -> says(broker, "/health/ready", 200), "well again");

            assertThat(held.join().statusCode()).isEqualTo(404);
            assertThat(blockedTimes(broker)).isGreaterThan(before);
        }
    }

    /** On a connection of its own; no answer comes where that is one of the blocked loop's. */
    private static boolean says(BrokerProcess broker, String path, int status) {
        try {
            var request =
                    HttpRequest.newBuilder(broker.uri(path)).timeout(PROBE).build();
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    == status;
        } catch (IOException unanswered) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static double blockedTimes(BrokerProcess broker) {
        return Scraped.from(broker).sum("event_loop_blocked_total");
    }
}
