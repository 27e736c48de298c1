package dev.angarium.eventlog;

import dev.angarium.event.Draft;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Drafts for tests. */
public final class Drafts {
    public static final long RECEIVED_AT = 1_767_225_600_000L;

    private Drafts() {}

    public static InstanceRef instance(int no) {
        return new InstanceRef(no, "device-" + no, 1 + no % 7, "tenant-" + (1 + no % 7));
    }

    public static UUID key(int instance, String id) {
        return UUID.nameUUIDFromBytes((instance + "|" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** The same id makes the same key; its content is its id. */
    public static Draft draft(int instance, String id) {
        return draft(instance(instance), id, id, "chat-1");
    }

    public static Draft draft(InstanceRef instance, String id, String content, String chat) {
        return new Draft(
                instance,
                key(instance.no(), id),
                content.hashCode(),
                EventTypes.MESSAGE_RECEIVED,
                chat,
                RECEIVED_AT,
                RECEIVED_AT,
                "correlation-" + id,
                ("{\"text\":\"" + content + "\"}").getBytes(StandardCharsets.UTF_8),
                ("{\"raw\":\"" + content + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
