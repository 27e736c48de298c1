package dev.angarium.access.api;

import dev.angarium.access.Reply;
import io.vertx.core.Future;

/** What one operationId of the OpenAPI document does. Expected refusals are replies; a failed Future is a defect. */
@FunctionalInterface
public interface Operation {
    /** Called on the event loop of the connection, signed in, permitted and within its limits. */
    Future<Reply> run(ApiCall call);
}
