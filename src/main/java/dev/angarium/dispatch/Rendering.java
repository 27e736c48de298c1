package dev.angarium.dispatch;

import dev.angarium.event.Event;

/** An event's bytes in a subscription's format. Pure. */
interface Rendering {
    byte[] render(Event event);

    /** The media type of a body with so many events. */
    String contentType(int events);
}
