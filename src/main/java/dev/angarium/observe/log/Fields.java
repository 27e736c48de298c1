package dev.angarium.observe.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What a log line may say besides its sentence. Ids, counts and words from closed sets only; there is no entry for
 * text, numbers of people, names or secrets. Words are cut at 200 characters. Not safe for several threads.
 */
public final class Fields {
    private static final int LONGEST = 200;

    private final List<String> names = new ArrayList<>(12);
    private final List<Object> values = new ArrayList<>(12);

    public static Fields of() {
        return new Fields();
    }

    public Fields requestId(String id) {
        return word("request_id", id);
    }

    public Fields correlationId(String id) {
        return word("correlation_id", id);
    }

    public Fields traceId(String id) {
        return word("trace_id", id);
    }

    public Fields method(String method) {
        return word("method", method);
    }

    /** The route template, never the path that was asked for. */
    public Fields path(String template) {
        return word("path", template);
    }

    public Fields status(int status) {
        return put("status", status);
    }

    /** A span in nanoseconds, shown in milliseconds with microseconds. */
    public Fields latencyNanos(long nanos) {
        return put("latency_ms", new JsonText.Micros(nanos / 1_000));
    }

    /** The provider's id of a message, hashed: what a provider calls it may embed a phone number. */
    public Fields messageHash(String hash) {
        return word("message_id", hash);
    }

    public Fields duplicate(boolean duplicate) {
        return put("dup", duplicate);
    }

    /** One word of a closed set. */
    public Fields result(String result) {
        return word("result", result);
    }

    /** A stable code of a closed set: SQLSTATE, problem code, transport reason. */
    public Fields code(String code) {
        return word("code", code);
    }

    public Fields tenantId(String id) {
        return word("tenant_id", id);
    }

    public Fields instanceId(String id) {
        return word("instance_id", id);
    }

    public Fields subscriptionId(String id) {
        return word("subscription_id", id);
    }

    /** A subscription or a read model, by the number it has in the log's own tables. */
    public Fields consumer(int no) {
        return put("consumer", no);
    }

    public Fields connectionId(String id) {
        return word("connection_id", id);
    }

    public Fields eventId(String id) {
        return word("event_id", id);
    }

    public Fields eventType(String type) {
        return word("event_type", type);
    }

    public Fields hasMedia(boolean media) {
        return put("has_media", media);
    }

    public Fields sequence(long seq) {
        return put("sequence", seq);
    }

    public Fields partition(int partition) {
        return put("partition", partition);
    }

    public Fields epoch(long epoch) {
        return put("epoch", epoch);
    }

    /** How many of whatever the sentence speaks of. */
    public Fields count(long count) {
        return put("count", count);
    }

    public Fields attempt(int attempt) {
        return put("attempt", attempt);
    }

    /** A node's name. */
    public Fields node(String node) {
        return word("node", node);
    }

    /** What a process of this node said, without all that could be anybody's. */
    public Fields said(String line) {
        return word("said", Masks.mask(line));
    }

    /** A process of this machine. */
    public Fields pid(long pid) {
        return put("pid", pid);
    }

    /** A TCP port of this node. */
    public Fields port(int port) {
        return put("port", port);
    }

    void forEach(BiConsumer<String, Object> reader) {
        for (var at = 0; at < names.size(); at++) {
            reader.accept(names.get(at), values.get(at));
        }
    }

    /** Nothing but the names: should a foreign layout ever print the object. */
    @Override
    public String toString() {
        return names.toString();
    }

    private Fields word(String name, String value) {
        return put(name, value.length() > LONGEST ? value.substring(0, LONGEST) : value);
    }

    private Fields put(String name, Object value) {
        var at = names.indexOf(name);
        if (at < 0) {
            names.add(name);
            values.add(value);
        } else {
            values.set(at, value);
        }
        return this;
    }
}
