package dev.angarium.access.key;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalInt;

/** Where keys are found before anybody knows whose they are. */
public interface KeyStore {
    /** By the SHA-256 of the key; revoked and expired ones too. Notes that it was used. */
    Future<Optional<KnownKey>> find(byte[] hash);

    /** The number of the tenant with this public id; empty where there is none. */
    Future<OptionalInt> tenant(String id);
}
