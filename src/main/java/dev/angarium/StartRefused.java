package dev.angarium;

/** The node must not run as it is: the message is the one line an operator needs. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }
}
