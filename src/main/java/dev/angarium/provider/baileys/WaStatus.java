package dev.angarium.provider.baileys;

import java.util.Locale;

/** WhatsApp Web's words and numbers for how far a message came. */
final class WaStatus {
    private WaStatus() {}

    /** Our word; one that is not known stays as it is, in lower case. */
    static String word(String status) {
        return switch (status) {
            case "0", "ERROR" -> "failed";
            case "1", "PENDING" -> "pending";
            case "2", "SERVER_ACK" -> "sent";
            case "3", "DELIVERY_ACK" -> "delivered";
            case "4", "READ" -> "read";
            case "5", "PLAYED" -> "played";
            default -> status.toLowerCase(Locale.ROOT);
        };
    }
}
