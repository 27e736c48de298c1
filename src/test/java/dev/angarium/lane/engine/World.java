package dev.angarium.lane.engine;

import dev.angarium.cluster.Ownership;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.event.Partitions;
import dev.angarium.lane.ConsumerSource;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.window.LaneLimits;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.time.ManualTime;
import dev.angarium.time.NodeTime;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One node's lanes over a log and a store that outlive it. */
final class World implements ConsumerSource, Ownership {
    static final LaneLimits LIMITS = new LaneLimits(
            100,
            64 << 20,
            1000,
            10,
            4,
            1000,
            1 << 20,
            10_000,
            50,
            Duration.ofHours(1),
            Duration.ofMillis(100),
            2000,
            10_000,
            32,
            4 << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));

    final ManualTime time = new ManualTime();
    final MemoryLog log = new MemoryLog();
    final MemoryStore store = new MemoryStore();
    final List<Integer> gone = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    private final Map<Integer, Receiver> receivers = new TreeMap<>();
    private final Map<Integer, InstanceRef> instances = new HashMap<>();
    private final Random random;
    LaneLimits limits = LIMITS;
    BreakerSettings breaker = new BreakerSettings(true, 5, Duration.ofSeconds(60), Duration.ofSeconds(30));
    DeliveryLog deliveryLog = DeliveryLog.ALL;
    int endpointSteps = 64;
    int partitions = 1;
    private @Nullable Lanes lanes;
    private NodeTime nodeTime = new NodeTime(time);

    World() {
        this(1);
    }

    World(long seed) {
        random = new Random(seed);
    }

    Receiver receiver(int no) {
        return receivers.computeIfAbsent(no, absent -> new Receiver(no, 1, time));
    }

    Receiver receiver(int no, int tenantNo) {
        return receivers.computeIfAbsent(no, absent -> new Receiver(no, tenantNo, time));
    }

    void remove(int no) {
        receivers.remove(no);
    }

    InstanceRef instance(int no, int tenantNo) {
        return instances.computeIfAbsent(no, absent -> {
            var made = new InstanceRef(no, "instance-" + no, tenantNo, "tenant-" + tenantNo);
            store.instances.put(no, made);
            return made;
        });
    }

    Lanes lanes() {
        var running = lanes;
        if (running == null) {
            running = begin();
        }
        return running;
    }

    /** A node starts, and claims every partition. */
    Lanes begin() {
        for (var partition = 0; partition < partitions; partition++) {
            store.epochs.merge(partition, 1L, Long::sum);
        }
        var ports = new Lanes.Ports(log, store, this, this, metrics(), consumer -> gone.add(consumer.no()));
        nodeTime = new NodeTime(time);
        var made = new Lanes(ports, new Lanes.Rules(limits, breaker, deliveryLog, endpointSteps), nodeTime, random);
        lanes = made;
        made.start();
        return made;
    }

    /** The node is gone: nothing it does or hears counts any more. */
    void crash() {
        lanes = null;
        nodeTime.end();
        for (var receiver : receivers.values()) {
            receiver.forget();
        }
    }

    /** Commits the next event of an instance and tells the lanes. */
    Event append(int instanceNo) {
        return append(instanceNo, "chat");
    }

    Event append(int instanceNo, @Nullable String chat) {
        var event = commit(instanceNo, chat);
        if (lanes != null) {
            lanes.committed(List.of(event));
        }
        return event;
    }

    void append(int instanceNo, int count) {
        for (var left = count; left > 0; left--) {
            append(instanceNo);
        }
    }

    /** Several in one commit. */
    void appendTogether(int instanceNo, int count) {
        var events = new ArrayList<Event>();
        for (var left = count; left > 0; left--) {
            events.add(commit(instanceNo, "chat"));
        }
        lanes().committed(events);
    }

    /** Commits without telling the lanes. */
    Event commit(int instanceNo, @Nullable String chat) {
        var instance = instance(instanceNo, 1);
        var seq = log.tail(instanceNo) + 1;
        var data = ("{\"n\":" + seq + "}").getBytes(StandardCharsets.UTF_8);
        var now = time.millis();
        var event = new Event(instance, seq, "message.received", chat, now, now, "c", data, data);
        log.append(event);
        return event;
    }

    void forward(Duration span) {
        time.forward(span);
    }

    void forwardSeconds(long seconds) {
        time.forward(Duration.ofSeconds(seconds));
    }

    /** Long enough for progress to be written. */
    void flush() {
        time.forward(Duration.ofMillis(150));
    }

    LaneStatus status(int consumer, int instanceNo) {
        return lanes().status(consumer).stream()
                .filter(status -> status.lane().equals(new LaneKey(consumer, instanceNo)))
                .findFirst()
                .orElseThrow();
    }

    private LaneMetrics metrics() {
        return new LaneMetrics() {
            @Override
            public void gap(LaneKey lane, long events) {
                told.add("gap " + lane.instanceNo() + " " + events);
            }

            @Override
            public void breaker(LaneKey lane, LaneStatus.Breaker from, LaneStatus.Breaker to) {
                told.add("breaker " + from + " " + to);
            }
        };
    }

    @Override
    public List<LaneConsumer> of(InstanceRef instance) {
        return receivers.values().stream()
                .filter(receiver -> receiver.tenantNo() == instance.tenantNo())
                .<LaneConsumer>map(receiver -> receiver)
                .toList();
    }

    @Override
    public Optional<LaneConsumer> byNo(int consumer) {
        return Optional.ofNullable(receivers.get(consumer));
    }

    @Override
    public List<LaneConsumer> all() {
        return List.copyOf(receivers.values());
    }

    @Override
    public Partitions partitions() {
        return new Partitions(partitions);
    }

    @Override
    public OptionalLong epochOf(int partition) {
        return OptionalLong.of(store.epochs.getOrDefault(partition, 0L));
    }

    @Override
    public Set<Integer> held() {
        return Set.copyOf(store.epochs.keySet());
    }

    @Override
    public Future<Void> renew(Collection<OwnedPartition> refused) {
        return Future.failedFuture("lanes never ask for that");
    }

    @Override
    public void fenced(int partition, long epoch) {
        told.add("fenced " + partition + " " + epoch);
    }

    @Override
    public void listen(Listener listener) {
        store.epochs.forEach(listener::taken);
    }
}
