package dev.angarium.access.once;

import dev.angarium.access.Reply;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a piece of work inside a transaction came to.
 *
 * @param deed what the audit is to tell; empty where nothing was changed
 * @param afterCommit tells others; must not fail
 */
public record Change(Reply reply, Optional<Deed> deed, Runnable afterCommit) {
    /** @param details never a secret */
    public record Deed(String action, String object, JsonObject details) {}

    /** Nothing was changed: the reply says why. */
    public static Change none(Reply reply) {
        return new Change(reply, Optional.empty(), () -> {});
    }

    public static Change of(Reply reply, String action, String object, JsonObject details) {
        return new Change(reply, Optional.of(new Deed(action, object, details)), () -> {});
    }

    /** The same, telling others once it is durable. */
    public Change then(Runnable tell) {
        return new Change(reply, deed, tell);
    }
}
