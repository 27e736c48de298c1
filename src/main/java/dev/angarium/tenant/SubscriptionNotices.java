package dev.angarium.tenant;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

/** Tells every node that a subscription was made, changed or ended, once that is durable. */
public final class SubscriptionNotices {
    public static final String ADDRESS = "tenant.subscriptions";

    private final EventBus bus;

    public SubscriptionNotices(EventBus bus) {
        this.bus = bus;
    }

    /** Made or changed. */
    public void changed(int no) {
        publish(no, false);
    }

    public void removed(int no) {
        publish(no, true);
    }

    private void publish(int no, boolean removed) {
        bus.publish(ADDRESS, new JsonObject().put("no", no).put("removed", removed));
    }

    public MessageConsumer<JsonObject> listen(Listener listener) {
        return bus.consumer(ADDRESS, message -> {
            var no = message.body().getInteger("no");
            if (message.body().getBoolean("removed")) {
                listener.removed(no);
            } else {
                listener.changed(no);
            }
        });
    }

    /** Hears on the context that asked. */
    public interface Listener {
        void changed(int no);

        void removed(int no);
    }
}
