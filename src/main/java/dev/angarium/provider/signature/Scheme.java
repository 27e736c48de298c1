package dev.angarium.provider.signature;

import dev.angarium.provider.Webhook;

/** A way to tell a provider from a stranger. Total: a verdict for any webhook, in a time that its outcome does not change. */
public sealed interface Scheme permits HmacScheme, TokenScheme, EvolutionScheme, TwilioScheme, UrlScheme {
    Verdict verify(Webhook webhook);

    /** Whether it may only be used over a connection's own address, because that address is all the proof there is. */
    default boolean needsOwnAddress() {
        return false;
    }
}
