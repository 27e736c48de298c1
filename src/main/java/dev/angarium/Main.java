package dev.angarium;

/** Reads the settings and starts one node. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {}
}
