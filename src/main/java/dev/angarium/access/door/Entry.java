package dev.angarium.access.door;

import dev.angarium.access.Caller;
import dev.angarium.web.Problem;

/** Whether a caller may come in. */
public sealed interface Entry {
    record In(Caller caller) implements Entry {}

    /** The key is good, the tenant it is for is not there or not its own: how that is told is the API's. */
    record NoTenant() implements Entry {}

    record Out(Problem problem) implements Entry {}
}
