package dev.angarium.provider;

import java.util.List;

/** What providers and gateways call the secrets in their bodies. They are never stored, logged or forwarded. */
public final class Credentials {
    /** Wherever they stand. */
    public static final List<String> ANYWHERE = List.of("apikey", "api_key", "webhookverifytoken", "instancetoken");

    /** Also in the frame around what a provider tells; within a message {@code token} may be part of an order. */
    public static final List<String> AROUND = List.of(
            "apikey",
            "api_key",
            "webhookverifytoken",
            "instancetoken",
            "token",
            "access_token",
            "accesstoken",
            "verify_token",
            "verifytoken",
            "clienttoken",
            "client_token",
            "authorization",
            "password",
            "secret");

    private Credentials() {}
}
