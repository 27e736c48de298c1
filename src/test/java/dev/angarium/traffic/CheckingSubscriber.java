package dev.angarium.traffic;

import dev.angarium.dispatch.Subscriber.Request;
import dev.angarium.harness.LocalSubscriber;
import dev.angarium.harness.MetaMessages;
import dev.angarium.node.Hmacs;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A subscriber that finds out of each delivery which of its secrets have signed it: one, and the one before it. */
final class CheckingSubscriber extends LocalSubscriber {
    private static final String HEADER = "X-Rijan-Signature";
    private static final String PREVIOUS = HEADER + "-Previous";

    private final List<String> secrets;
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final Set<Long> messages = ConcurrentHashMap.newKeySet();
    private int likely;

    /**
     * What came.
     *
     * @param secret the place of the secret that signed it; -1: not all its signatures are explained by one secret and the
     *     one before it
     */
    record Delivery(int secret, long at) {}

    /** It has these secrets, one after the other. */
    CheckingSubscriber(List<String> secrets) {
        this.secrets = secrets;
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** How many messages have come, each counted once. */
    int messages() {
        return messages.size();
    }

    @Override
    protected void receive(HttpServerRequest request) {
        var at = System.nanoTime();
        request.body().onSuccess(body -> {
            deliveries.add(new Delivery(signer(new Request(request.path(), request.headers(), body)), at));
            messages.add(MetaMessages.messageNumber(body.getBytes()));
            request.response().end();
        });
    }

    /** Most likely the one of the delivery before. */
    private int signer(Request delivery) {
        for (var step = 0; step < secrets.size(); step++) {
            var secret = (likely + step) % secrets.size();
            if (isSigned(delivery, secret)) {
                likely = secret;
                return secret;
            }
        }
        return -1;
    }

    /** Whoever has the secret finds himself, so does whoever has the one before, and there is no signature besides. */
    private boolean isSigned(Request delivery, int secret) {
        var standard = Hmacs.standard(delivery).size();
        if (!Hmacs.isSigned(delivery, HEADER, secrets.get(secret))
                || !Hmacs.isStandard(delivery, secrets.get(secret))) {
            return false;
        }
        if (secret == 0) {
            return standard == 1 && !delivery.headers().contains(PREVIOUS);
        }
        var before = secrets.get(secret - 1);
        return standard == 2 && Hmacs.isSigned(delivery, PREVIOUS, before) && Hmacs.isStandard(delivery, before);
    }
}
