package dev.angarium.faults;

import dev.angarium.harness.Journal;
import dev.angarium.harness.LocalSubscriber;
import dev.angarium.history.History.Received;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToIntFunction;

/** A subscriber that has noted each POST on disk before it answers. Its notes may be read from any thread. */
final class JournalSubscriber extends LocalSubscriber {
    private final String name;
    private final Journal journal;
    private final ToIntFunction<JsonObject> statuses;
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Set<String> consumed = new HashSet<>();
    private volatile int consumedCount;

    /** Answers each request with the status for its event. */
    JournalSubscriber(String name, Journal journal, ToIntFunction<JsonObject> statuses) {
        this.name = name;
        this.journal = journal;
        this.statuses = statuses;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** How many events it has taken, each counted once. */
    int consumed() {
        return consumedCount;
    }

    @Override
    protected void receive(HttpServerRequest request) {
        var from = System.nanoTime();
        request.body().onSuccess(body -> {
            var event = new JsonObject(body);
            var status = statuses.applyAsInt(event);
            var got = read(event, body.hashCode(), status, from);
            journal.write(line(got)).onSuccess(onDisk -> {
                note(got);
                request.response().setStatusCode(status).end();
            });
        });
    }

    private Received read(JsonObject event, int bodyHash, int status, long from) {
        return new Received(
                name,
                event.getString("deviceId"),
                event.getLong("sequence"),
                event.getJsonObject("data").getString("messageId"),
                bodyHash,
                status,
                from,
                from);
    }

    private void note(Received got) {
        received.add(new Received(
                got.subscription(),
                got.instance(),
                got.seq(),
                got.key(),
                got.bodyHash(),
                got.status(),
                got.from(),
                System.nanoTime()));
        if (got.consumed() && consumed.add(got.instance() + "#" + got.seq())) {
            consumedCount = consumed.size();
        }
    }

    private static String line(Received got) {
        return "recv\t%d\t%s\t%d\t%s\t%d\t%d"
                .formatted(got.from(), got.instance(), got.seq(), got.key(), got.bodyHash(), got.status());
    }
}
