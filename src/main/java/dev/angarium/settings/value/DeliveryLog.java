package dev.angarium.settings.value;

/** Which attempts leave a row (DELIVERY_LOG). */
public enum DeliveryLog {
    ALL,
    FAILURES,
    NONE
}
