package dev.angarium.settings;

import java.nio.file.Path;

/** This node: its name, its environment, where it keeps things, how much it logs. */
public record NodeSettings(String name, Environment environment, Path dataDir, String logLevel) {}
