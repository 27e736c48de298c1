package dev.angarium.settings;

/** ANGARIUM_ENV. In dev, keys are made and private addresses are open. */
public enum Environment {
    DEV,
    PRODUCTION
}
