package dev.angarium.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.lane.Ordering;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.tenant.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Subscriptions, events and settings for tests. */
public final class Samples {
    public static final InstanceRef INSTANCE = new InstanceRef(7, "inst-7", 3, "tenant-3");
    public static final byte[] SECRET = "a secret of the subscriber".getBytes(UTF_8);

    private Samples() {}

    public static DeliverySettings settings() {
        return new DeliverySettings(
                6,
                List.of(Duration.ZERO, Duration.ofSeconds(10)),
                Duration.ofDays(3),
                DeliveryLog.ALL,
                Duration.ofSeconds(30),
                3,
                100,
                64 << 20,
                64,
                "X-Rijan-Signature",
                Duration.ofDays(7),
                true);
    }

    public static Event event(long seq) {
        return event(seq, "message.received", "c1");
    }

    public static Event event(long seq, String type, @Nullable String chat) {
        var data = ("{\"n\":" + seq + "}").getBytes(UTF_8);
        return new Event(
                INSTANCE, seq, type, chat, 1_767_225_600_000L + seq, 1_767_225_600_000L, "corr-" + seq, data, data);
    }

    public static Draft subscription(String url) {
        return new Draft(url);
    }

    /** A subscription in the making; what is not said is usual. */
    public static final class Draft {
        private final String url;
        private List<String> events = List.of("*");
        private List<byte[]> secrets = List.of(SECRET);
        private Map<String, String> headers = Map.of();
        private Set<String> instances = Set.of();
        private Set<String> chats = Set.of();
        private List<Duration> delays = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));
        private Duration timeout = Duration.ofSeconds(30);
        private int tenantNo = INSTANCE.tenantNo();
        private String tenantId = INSTANCE.tenantId();
        private int batch = 1;
        private boolean groups = true;
        private boolean broker;
        private String format = "native";
        private Subscription.State state = Subscription.State.ACTIVE;

        private Draft(String url) {
            this.url = url;
        }

        public Draft events(String... words) {
            events = List.of(words);
            return this;
        }

        public Draft secrets(byte[]... keys) {
            secrets = List.of(keys);
            return this;
        }

        public Draft headers(Map<String, String> own) {
            headers = own;
            return this;
        }

        public Draft instances(String... ids) {
            instances = Set.of(ids);
            return this;
        }

        public Draft chats(String... keys) {
            chats = Set.of(keys);
            return this;
        }

        public Draft timeout(Duration deadline) {
            timeout = deadline;
            return this;
        }

        public Draft delays(Duration... spans) {
            delays = List.of(spans);
            return this;
        }

        public Draft batch(int most) {
            batch = most;
            return this;
        }

        public Draft of(int no, String id) {
            tenantNo = no;
            tenantId = id;
            return this;
        }

        public Draft withoutGroups() {
            groups = false;
            return this;
        }

        public Draft brokerRetries() {
            broker = true;
            return this;
        }

        public Draft format(String name) {
            format = name;
            return this;
        }

        public Draft state(Subscription.State now) {
            state = now;
            return this;
        }

        public Subscription no(int no) {
            return new Subscription(
                    no,
                    "wh-" + no,
                    tenantNo,
                    tenantId,
                    url,
                    events,
                    secrets,
                    delays.size(),
                    delays,
                    broker,
                    timeout,
                    Ordering.INSTANCE,
                    10,
                    batch,
                    format,
                    instances,
                    headers,
                    chats,
                    groups,
                    0,
                    state);
        }
    }
}
