package dev.angarium.web.wire;

/** Whoever a connection belongs to between exchanges. */
public interface Keeper {
    /** It can be used again. Called before the exchange hears of its answer. */
    void free(Connection connection);

    /** It is closed, or will be at once. Called once. */
    void gone(Connection connection);
}
