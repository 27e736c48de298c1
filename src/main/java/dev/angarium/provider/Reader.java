package dev.angarium.provider;

/** Splits a verified webhook into events. Pure and total: no exception on any body. Safe to share. */
@FunctionalInterface
public interface Reader {
    Readout read(Webhook webhook);
}
