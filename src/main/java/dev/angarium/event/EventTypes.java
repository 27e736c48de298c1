package dev.angarium.event;

import java.util.Set;

/** The native names of event types. Everything else a provider tells is kept as {@code provider.<its own name>}. */
public final class EventTypes {
    public static final String MESSAGE_RECEIVED = "message.received";
    public static final String MESSAGE_SENT = "message.sent";
    public static final String MESSAGE_STATUS = "message.status";
    public static final String MESSAGE_EDITED = "message.edited";
    public static final String MESSAGE_DELETED = "message.deleted";
    public static final String MESSAGE_REACTION = "message.reaction";
    public static final String PRESENCE_UPDATED = "presence.updated";
    public static final String CHAT_UPDATED = "chat.updated";
    public static final String CONTACT_UPDATED = "contact.updated";
    public static final String GROUP_UPDATED = "group.updated";
    public static final String GROUP_PARTICIPANTS = "group.participants";
    public static final String CALL_RECEIVED = "call.received";
    public static final String CONNECTION_UPDATED = "connection.updated";
    public static final String MEDIA_READY = "media.ready";
    public static final String MEDIA_FAILED = "media.failed";
    public static final String SUBSCRIPTION_TEST = "subscription.test";

    /** Authentic but not understood: only the raw bytes are kept. */
    public static final String UNPARSED = "provider.unparsed";

    /** Authentic, but of an account that no instance of the connection stands for. */
    public static final String UNASSIGNED = "provider.unassigned";

    public static final Set<String> NATIVE = Set.of(
            MESSAGE_RECEIVED,
            MESSAGE_SENT,
            MESSAGE_STATUS,
            MESSAGE_EDITED,
            MESSAGE_DELETED,
            MESSAGE_REACTION,
            PRESENCE_UPDATED,
            CHAT_UPDATED,
            CONTACT_UPDATED,
            GROUP_UPDATED,
            GROUP_PARTICIPANTS,
            CALL_RECEIVED,
            CONNECTION_UPDATED,
            MEDIA_READY,
            MEDIA_FAILED,
            SUBSCRIPTION_TEST);

    private EventTypes() {}
}
