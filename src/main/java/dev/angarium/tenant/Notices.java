package dev.angarium.tenant;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What nodes tell each other once a change is durable, so that caches follow at once. Lost ones cost a cache's age. The
 * node that made the change hears of it before whoever asked for it has his answer: a new secret holds from then on.
 */
public final class Notices {
    public static final String CONNECTIONS = "tenant.connections";
    public static final String INSTANCES = "tenant.instances";
    public static final String KEYS = "tenant.keys";

    private final EventBus bus;
    private final Topic<Integer> connections =
            new Topic<>(CONNECTIONS, no -> new JsonObject().put("no", no), body -> body.getInteger("no"));
    private final Topic<Account> instances = new Topic<>(INSTANCES, Notices::written, Notices::account);
    private final Topic<String> keys =
            new Topic<>(KEYS, id -> new JsonObject().put("id", id), body -> body.getString("id"));

    public Notices(EventBus bus) {
        this.bus = bus;
    }

    /** A connection was made, changed or ended. */
    public void connection(int no) {
        connections.tell(no);
    }

    /** An instance was made, changed or ended. */
    public void instance(Account account) {
        instances.tell(account);
    }

    /** A key was revoked. */
    public void key(String id) {
        keys.tell(id);
    }

    /** Hears of a change on any thread, of one made here twice. */
    public void onConnection(Consumer<Integer> listener) {
        connections.listen(listener);
    }

    /** Hears of a change on any thread, of one made here twice. */
    public void onInstance(Consumer<Account> listener) {
        instances.listen(listener);
    }

    /** Hears of a change on any thread, of one made here twice. */
    public void onKey(Consumer<String> listener) {
        keys.listen(listener);
    }

    private static JsonObject written(Account account) {
        return new JsonObject()
                .put("no", account.instanceNo())
                .put("id", account.instanceId())
                .put("connectionNo", account.connectionNo())
                .put("externalId", account.externalId());
    }

    private static Account account(JsonObject body) {
        return new Account(
                body.getInteger("no"),
                body.getString("id"),
                body.getInteger("connectionNo"),
                body.getString("externalId"));
    }

    /** One kind of change: those who listen at this node hear it themselves, all by way of the bus. */
    private final class Topic<T> {
        private final String address;
        private final Function<T, JsonObject> written;
        private final Function<JsonObject, T> read;
        private final List<Consumer<T>> here = new CopyOnWriteArrayList<>();

        Topic(String address, Function<T, JsonObject> written, Function<JsonObject, T> read) {
            this.address = address;
            this.written = written;
            this.read = read;
        }

        void tell(T change) {
            here.forEach(listener -> listener.accept(change));
            bus.publish(address, written.apply(change));
        }

        void listen(Consumer<T> listener) {
            here.add(listener);
            bus.<JsonObject>consumer(address, message -> listener.accept(read.apply(message.body())));
        }
    }

    /** Names an instance every way it may be cached under. */
    public record Account(int instanceNo, String instanceId, int connectionNo, String externalId) {}
}
