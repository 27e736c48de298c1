package dev.angarium.tenant;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** What nodes tell each other once a change is durable, so that caches follow at once. Lost ones cost a cache's age. */
public final class Notices {
    public static final String CONNECTIONS = "tenant.connections";
    public static final String INSTANCES = "tenant.instances";
    public static final String KEYS = "tenant.keys";

    private final EventBus bus;

    public Notices(EventBus bus) {
        this.bus = bus;
    }

    /** A connection was made, changed or ended. */
    public void connection(int no) {
        bus.publish(CONNECTIONS, new JsonObject().put("no", no));
    }

    /** An instance was made, changed or ended. */
    public void instance(Account account) {
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
        bus.publish(KEYS, new JsonObject().put("id", id));
    }

    public MessageConsumer<JsonObject> onConnection(Consumer<Integer> listener) {
        return bus.consumer(CONNECTIONS, message -> listener.accept(message.body().getInteger("no")));
    }

    public MessageConsumer<JsonObject> onInstance(Consumer<Account> listener) {
        return bus.consumer(INSTANCES, message -> listener.accept(account(message.body())));
    }

    public MessageConsumer<JsonObject> onKey(Consumer<String> listener) {
        return bus.consumer(KEYS, message -> listener.accept(message.body().getString("id")));
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
