package dev.angarium.traffic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.bench.Scraped;
import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerDatabase;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.MetaMessages;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F11, F12: providers send the same again, many times and at once, and sometimes something else under the same key. */
class DuplicatesIT {
    private static final int KEYS = Integer.getInteger("faults.keys", 200);
    private static final int COPIES = Integer.getInteger("faults.copies", 50);
    private static final long SEED = Long.getLong("faults.seed", 20_260_101L);
    private static final int ROUNDS = 10;
    private static final int SENDERS = 64;
    private static final int INSTANCES = 16;
    private static final String SECRET = "an app secret";

    /** No key that is told more than once is that high. */
    private static final long UNIQUE = 10_000_000;

    /** A node that has just started does not yet do as it will. */
    private static final int WARM_UP = 4_000;

    /** Of the rate of as many new messages. */
    private static final double WORTH = 0.8;

    private static final String ROWS =
            """
            select convert_from(data, 'UTF8')::json ->> 'messageId', seq
            from event_log where convert_from(data, 'UTF8')::json ->> 'messageId' < 'wamid.%012d'"""
                    .formatted(UNIQUE);

    private static final String OTHER_TEXT = "nobody but the receiver may read this";
    private static final String OTHERS =
            """
            select count(*) from event_log
            where position('%s' in convert_from(data, 'UTF8') || convert_from(raw, 'UTF8')) > 0"""
                    .formatted(OTHER_TEXT);

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path directory;

    private static BrokerProcess broker;
    private static BrokerApi api;
    private static Crowd crowd;
    private static Mail mail;
    private static long unique = UNIQUE;

    /** The numbers that the copies of each key were told. */
    private static final Map<Long, Set<Long>> TOLD = new HashMap<>();

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of());
        api = new BrokerApi(broker);
        crowd = new Crowd(broker.port());
        mail = new Mail(api.metaConnection(SECRET).getString("webhookUrl"), SECRET, INSTANCES);
        var messages = newMessages(WARM_UP);
        perSecond(messages);
        perSecond(messages);
    }

    @AfterAll
    static void stop() {
        crowd.close();
        broker.close();
    }

    @Test
    void however_often_and_whenever_a_message_comes_it_is_there_once_and_every_copy_is_told_its_number() {
        var copies = copies();
        assertThat(ratios(copies).get(ROUNDS / 2)).isGreaterThan(WORTH);
        assertEachIsThereOnce();

        broker.stop();
        broker.restart();
        crowd.forgetConnections();
        perSecond(copies);
        assertEachIsThereOnce();
    }

    /** Of the rate of copies to that of new messages, in turns: what else the machine does slows both. @return sorted */
    private static List<Double> ratios(List<Long> copies) {
        var part = copies.size() / ROUNDS;
        var ratios = new ArrayList<Double>();
        for (var round = 0; round < ROUNDS; round++) {
            ratios.add(ratio(newMessages(part), copies.subList(round * part, (round + 1) * part), round % 2 == 0));
        }
        Collections.sort(ratios);
        System.out.printf("median ratio %.2f, sent again %d%n", ratios.get(ROUNDS / 2), crowd.sentAgain());
        return ratios;
    }

    /** A node still warms up: each is first as often as the other. */
    private static double ratio(List<Long> newMessages, List<Long> copies, boolean newFirst) {
        var before = newFirst ? perSecond(newMessages) : 0;
        var ofCopies = perSecond(copies);
        var ofNew = newFirst ? before : perSecond(newMessages);
        System.out.printf("new messages a second %d, copies %d%n", ofNew, ofCopies);
        return ofCopies / (double) ofNew;
    }

    private static List<Long> newMessages(int count) {
        unique += count;
        return LongStream.range(unique - count, unique).boxed().toList();
    }

    /** Every copy of every key, in any order: some at the same time as others of theirs. */
    private static List<Long> copies() {
        var all = new ArrayList<Long>(KEYS * COPIES);
        for (var copy = 0; copy < COPIES; copy++) {
            LongStream.range(0, KEYS).forEach(all::add);
        }
        Collections.shuffle(all, new Random(SEED));
        return all;
    }

    private static long perSecond(List<Long> messages) {
        var left = messages.iterator();
        var span = crowd.round(SENDERS, left::hasNext, () -> send(left.next()));
        return Math.round(messages.size() * 1e9 / span.toNanos());
    }

    private static Future<Void> send(long message) {
        return send(message, mail.message(message));
    }

    private static Future<Void> send(long message, Buffer request) {
        return crowd.sendUntilTaken(request).map(reply -> note(message, reply));
    }

    private static @Nullable Void note(long message, Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        if (message < UNIQUE) {
            TOLD.computeIfAbsent(message, first -> new HashSet<>()).add(reply.seq());
        }
        return null;
    }

    private static void assertEachIsThereOnce() {
        var rows = new BrokerDatabase(broker.dataDir()).rows(ROWS);
        var kept = rows.stream()
                .collect(Collectors.toMap(
                        row -> MetaMessages.messageNumber(row.get(0).getBytes(US_ASCII)),
                        row -> Set.of(Long.valueOf(row.get(1)))));
        assertThat(rows).hasSameSizeAs(TOLD.keySet());
        assertThat(TOLD).isEqualTo(kept);
    }

    @Test
    void of_two_messages_under_one_key_the_first_is_kept_and_the_conflict_told_without_its_text() {
        var keys = LongStream.range(UNIQUE - KEYS, UNIQUE).boxed().toList();
        perSecond(keys);
        perSecond(keys);
        assertThat(conflicts()).isZero();
        var left = keys.iterator();
        crowd.round(SENDERS, left::hasNext, () -> sendOther(left.next()));

        assertThat(conflicts()).isEqualTo(KEYS);
        assertEachIsThereOnce();
        assertThat(new BrokerDatabase(broker.dataDir()).number(OTHERS)).isZero();
        var first = firstOfEach();
        BrokerProcess.until(SOON, () -> audit().size() == INSTANCES, "in the audit, once for each instance");
        assertThat(audit()).allSatisfy(row -> {
            assertThat(first).contains(row.getString("object"));
            assertThat(row.encode()).doesNotContain(OTHER_TEXT);
        });
    }

    /** The same key with something else to say. */
    private static Future<Void> sendOther(long message) {
        var body = new String(mail.body(message), US_ASCII)
                .replaceFirst("x{%d}".formatted(OTHER_TEXT.length()), OTHER_TEXT);
        return send(message, mail.signed(body.getBytes(US_ASCII)));
    }

    private static long conflicts() {
        return (long) Scraped.from(broker).sum("dedupe_conflicts_total");
    }

    private static List<JsonObject> audit() {
        return api.pages("/v1/audit?action=event.conflict&limit=100");
    }

    private static Set<String> firstOfEach() {
        return api.pages("/v1/devices?limit=100").stream()
                .flatMap(device -> api.pages("/v1/devices/" + device.getString("id") + "/events?limit=100").stream())
                .map(event -> "event:" + event.getString("id"))
                .collect(Collectors.toSet());
    }
}
