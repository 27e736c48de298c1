package dev.angarium.provider.signature;

import dev.angarium.provider.Webhook;

/** The ingress key alone: whoever knows the address is believed. */
public record UrlScheme() implements Scheme {
    @Override
    public Verdict verify(Webhook webhook) {
        return Verdict.ACCEPTED;
    }

    @Override
    public boolean needsOwnAddress() {
        return true;
    }
}
