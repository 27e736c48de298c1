package dev.angarium.access.key;

import dev.angarium.access.Caller;

/** How an attempt to sign in with a key ended. */
public sealed interface SignIn {
    /** The key is good for this tenant. */
    record As(Caller caller) implements SignIn {}

    /** No key, or none that is good: all look alike. */
    record Refused() implements SignIn {}

    /** The key is good, the tenant it names is not there or not its own. */
    record NoTenant() implements SignIn {}
}
