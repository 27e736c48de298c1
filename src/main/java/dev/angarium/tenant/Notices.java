package dev.angarium.tenant;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What nodes tell each other once a change is durable, so that caches follow at once. Lost ones cost a cache's age. The
 * node that made the change hears of it before whoever asked for it has his answer: a new secret holds from then on.
 */
public final class Notices {
    public static final String CONNECTIONS = "tenant.connections";
    public static final String INSTANCES = "tenant.instances";
    public static final String KEYS = "tenant.keys";

    private final EventBus bus;
    private final List<Consumer<Integer>> connections = new CopyOnWriteArrayList<>();
    private final List<Consumer<Account>> instances = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> keys = new CopyOnWriteArrayList<>();

    public Notices(EventBus bus) {
        this.bus = bus;
    }

    /** A connection was made, changed or ended. */
    public void connection(int no) {
        connections.forEach(listener -> listener.accept(no));
        bus.publish(CONNECTIONS, new JsonObject().put("no", no));
    }

    /** An instance was made, changed or ended. */
    public void instance(Account account) {
        instances.forEach(listener -> listener.accept(account));
        bus.publish(
                INSTANCES,
                new JsonObject()
                        .put("no", account.instanceNo())
                        .put("id", account.instanceId())
                        .put("connectionNo", account.connectionNo())
                        .put("externalId", account.externalId()));
    }

    /** A key was revoked. */
    public void key(String id) {
        keys.forEach(listener -> listener.accept(id));
        bus.publish(KEYS, new JsonObject().put("id", id));
    }

    /** Hears of a change on any thread, of one made here twice. */
    public void onConnection(Consumer<Integer> listener) {
        connections.add(listener);
        bus.<JsonObject>consumer(
                CONNECTIONS, message -> listener.accept(message.body().getInteger("no")));
    }

    /** Hears of a change on any thread, of one made here twice. */
    public void onInstance(Consumer<Account> listener) {
        instances.add(listener);
        bus.<JsonObject>consumer(INSTANCES, message -> listener.accept(account(message.body())));
    }

    /** Hears of a change on any thread, of one made here twice. */
    public void onKey(Consumer<String> listener) {
        keys.add(listener);
        bus.<JsonObject>consumer(KEYS, message -> listener.accept(message.body().getString("id")));
    }

    private static Account account(JsonObject body) {
        return new Account(
                body.getInteger("no"),
                body.getString("id"),
                body.getInteger("connectionNo"),
                body.getString("externalId"));
    }

    /** Names an instance every way it may be cached under. */
    public record Account(int instanceNo, String instanceId, int connectionNo, String externalId) {}
}
