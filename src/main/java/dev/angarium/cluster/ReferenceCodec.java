package dev.angarium.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Passes a message inside the process as the object it is, with whatever completes it. Nothing is copied, so a sender
 * does not touch what it has sent until it hears of it.
 */
public final class ReferenceCodec<T> implements MessageCodec<T, T> {
    private final String name;

    private ReferenceCodec(String name) {
        this.name = name;
    }

    /** Registers the codec, once per Vert.x, and answers the options that messages of this type are sent with. */
    public static <T> DeliveryOptions register(EventBus bus, Class<T> type) {
        var codec = new ReferenceCodec<T>("reference." + type.getSimpleName());
        bus.registerCodec(codec);
        return new DeliveryOptions().setCodecName(codec.name()).setLocalOnly(true);
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw new IllegalStateException("a reference does not leave the process");
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException("a reference does not leave the process");
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
