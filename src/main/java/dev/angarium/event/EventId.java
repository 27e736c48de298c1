package dev.angarium.event;

import java.util.Optional;

/**
 * The broker's id of an event: {@code evt_} and a ULID. The ULID's 80 low bits are the instance number (32) and the
 * sequence (48), so the id needs no column and no index: it is computed from the row and leads straight back to it.
 *
 * @param receivedAt epoch milliseconds, 48 bits
 * @param instanceNo the instance's small number
 * @param seq the event's number at its instance, 48 bits
 */
public record EventId(long receivedAt, int instanceNo, long seq) {
    private static final String PREFIX = "evt_";
    private static final long MASK_48 = (1L << 48) - 1;

    public EventId {
        if (receivedAt < 0 || receivedAt > MASK_48 || seq < 1 || seq > MASK_48 || instanceNo < 1) {
            throw new IllegalArgumentException("an event id needs a time, an instance and a sequence");
        }
    }

    /** Empty where the text is not such an id. */
    public static Optional<EventId> parse(String text) {
        return Ulid.parse(PREFIX, text)
                .flatMap(bits -> of(bits.getMostSignificantBits(), bits.getLeastSignificantBits()));
    }

    private static Optional<EventId> of(long high, long low) {
        var instanceNo = (int) (((high & 0xFFFF) << 16) | (low >>> 48));
        var seq = low & MASK_48;
        return instanceNo < 1 || seq < 1 ? Optional.empty() : Optional.of(new EventId(high >>> 16, instanceNo, seq));
    }

    @Override
    public String toString() {
        var high = (receivedAt << 16) | (instanceNo >>> 16);
        var low = ((long) instanceNo << 48) | seq;
        return Ulid.text(PREFIX, high, low);
    }
}
