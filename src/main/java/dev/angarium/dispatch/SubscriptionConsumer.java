package dev.angarium.dispatch;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneRules;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.tenant.Subscription;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A subscription as a consumer of lanes. What does not change from attempt to attempt is worked out here, once. */
public final class SubscriptionConsumer implements LaneConsumer {
    private final Subscription subscription;
    private final Interest interest;
    private final Recipient recipient;
    private final LaneRules rules;
    private final String endpoint;
    private final Delivery delivery;

    public SubscriptionConsumer(Subscription subscription, DeliverySettings settings, Delivery delivery) {
        this.subscription = subscription;
        this.interest = Interest.of(subscription);
        this.recipient = Recipient.of(subscription, Composer.ours(settings.signatureHeader()));
        this.rules = rulesOf(subscription, settings);
        this.endpoint = recipient.endpoint();
        this.delivery = delivery;
    }

    private SubscriptionConsumer(SubscriptionConsumer own, String url) {
        this.subscription = own.subscription;
        this.interest = own.interest;
        this.recipient = own.recipient.at(url);
        this.rules = own.rules;
        this.endpoint = recipient.endpoint();
        this.delivery = own.delivery;
    }

    public Subscription subscription() {
        return subscription;
    }

    /** Whether it may want events of this instance at all. */
    boolean covers(InstanceRef of) {
        return interest.instances().isEmpty() || interest.instances().contains(of.id());
    }

    /** The same subscription, delivered to another address. */
    public SubscriptionConsumer at(String url) {
        return new SubscriptionConsumer(this, url);
    }

    @Override
    public int no() {
        return subscription.no();
    }

    @Override
    public int tenantNo() {
        return subscription.tenantNo();
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public LaneRules rules() {
        return rules;
    }

    @Override
    public boolean running() {
        return subscription.state() == Subscription.State.ACTIVE;
    }

    @Override
    public boolean wants(Event event) {
        return interest.includes(event);
    }

    @Override
    public Future<StepResult> attempt(Step step) {
        return delivery.attempt(recipient, step.events(), step.attempt()).onSuccess(result -> {
            var code = result.attempt().error();
            if (code != null) {
                AttemptLine.failed(subscription.id(), step, result.attempt(), code);
            }
        });
    }

    private static LaneRules rulesOf(Subscription subscription, DeliverySettings settings) {
        var broker = subscription.brokerRetries();
        return new LaneRules(
                subscription.ordering(),
                subscription.concurrency(),
                subscription.batch(),
                broker ? settings.maxAttempts() : 1 + subscription.retryCount(),
                broker ? settings.retryDelays() : delaysOf(subscription),
                settings.maxAge(),
                subscription.perSecond());
    }

    /** A subscription names the delays after a failure; a lane wants one before the first try as well. */
    private static List<Duration> delaysOf(Subscription subscription) {
        var delays = new ArrayList<Duration>();
        delays.add(Duration.ZERO);
        delays.addAll(subscription.retryDelays());
        return List.copyOf(delays);
    }
}
