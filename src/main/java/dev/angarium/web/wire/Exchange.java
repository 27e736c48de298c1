package dev.angarium.web.wire;

import org.jspecify.annotations.Nullable;

/** A request and what becomes of it. One of the last three is called, once, unless the exchange was given up before. */
public interface Exchange {
    /** There is a status; the body is still to come. Called at most once. */
    void begun();

    void answered(Answer answer);

    /** The peer does not speak HTTP; the connection is cut. */
    void refused();

    /** The connection ended before there was a status. */
    void broke(@Nullable Throwable cause);
}
