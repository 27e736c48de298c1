package dev.angarium.tenant;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.IntConsumer;

/** Tells every node that a subscription was made, changed or ended, once that is durable. */
public final class SubscriptionNotices {
    public static final String ADDRESS = "tenant.subscriptions";

    private final EventBus bus;

    public SubscriptionNotices(EventBus bus) {
        this.bus = bus;
    }

    /** Made, changed or removed: whoever cares looks at the row. */
    public void changed(int no) {
        bus.publish(ADDRESS, no);
    }

    /** Hears the subscription's number, on the context that asked. */
    public MessageConsumer<Integer> listen(IntConsumer listener) {
        return bus.consumer(ADDRESS, message -> listener.accept(message.body()));
    }
}
