package dev.angarium.tenant;

import dev.angarium.crypto.Opened;
import dev.angarium.crypto.SealedPlace;
import dev.angarium.crypto.Vault;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Seals and opens the texts of one row. A previous secret keeps the place of the secret: it is moved as it is. */
public final class Seals {
    public static final String SECRET = "secret";
    public static final String VERIFY_TOKEN = "verifyToken";
    public static final String API = "api";
    public static final String HEADERS = "headers";

    private final Vault vault;

    public Seals(Vault vault) {
        this.vault = vault;
    }

    /** Whose row it is. */
    public record Owner(String tenantId, String rowId) {}

    public Buffer seal(Owner owner, String field, String text) {
        return Buffer.buffer(vault.seal(place(owner, field), text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Null where there is nothing to seal: the column is empty then. */
    public @Nullable Buffer seal(Owner owner, String field, Optional<String> text) {
        return text.map(plain -> seal(owner, field, plain)).orElse(null);
    }

    /**
     * Empty where nothing was sealed.
     *
     * @throws IllegalStateException where it does not open: the key is missing, or the row was tampered with
     */
    public Optional<String> open(Owner owner, String field, @Nullable Buffer sealed) {
        if (sealed == null) {
            return Optional.empty();
        }
        if (vault.open(place(owner, field), sealed.getBytes()) instanceof Opened.Plain plain) {
            return Optional.of(new String(plain.bytes(), StandardCharsets.UTF_8));
        }
        throw new IllegalStateException("a sealed value does not open: is MASTER_KEY the one it was sealed with?");
    }

    private static SealedPlace place(Owner owner, String field) {
        return new SealedPlace(owner.tenantId(), owner.rowId(), field);
    }
}
