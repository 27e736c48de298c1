package dev.angarium.settings.load;

import dev.angarium.settings.Environment;
import dev.angarium.settings.SecuritySettings;
import dev.angarium.settings.Settings;
import dev.angarium.settings.SimpleApiSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The keys that nobody set. In dev each is made once and kept in the data directory, readable by its owner alone;
 * outside dev the settings stay as they are.
 */
public final class DevKeys {
    public static final String MASTER_FILE = "master.key";
    public static final String WEBHOOK_FILE = "webhook.secret";
    public static final String ADMIN_FILE = "admin.key";

    private static final int KEY_BYTES = 32;

    private final SecureRandom random;

    public DevKeys(SecureRandom random) {
        this.random = random;
    }

    /**
     * Settings with every key they need.
     *
     * @param made files that were not there before; on a first start the admin's is among them
     * @param adminKeyFile where the admin key is kept; empty where it was set
     */
    public record Kept(Settings settings, List<Path> made, Optional<Path> adminKeyFile) {
        public boolean adminKeyIsNew() {
            return adminKeyFile.filter(made::contains).isPresent();
        }
    }

    /** Blocks on files. Fails where the data directory cannot be read or written. */
    public Kept keep(Settings settings) throws IOException {
        if (settings.node().environment() != Environment.DEV) {
            return new Kept(settings, List.of(), Optional.empty());
        }
        var directory = settings.node().dataDir();
        var made = new ArrayList<Path>();
        var security = settings.security();
        var simple = settings.simpleApi();
        var complete = with(
                settings,
                new SecuritySettings(
                        orKept(security.masterKey(), directory.resolve(MASTER_FILE), made),
                        security.masterKeyPrevious(),
                        orKept(security.adminKey(), directory.resolve(ADMIN_FILE), made),
                        security.outboundAllowPrivate()),
                new SimpleApiSettings(
                        orKept(simple.webhookSecret(), directory.resolve(WEBHOOK_FILE), made),
                        simple.enabled(),
                        simple.open()));
        if (!complete.problems().isEmpty()) {
            throw new IOException("a key kept in " + directory + " is damaged: "
                    + complete.problems().get(0));
        }
        var adminFile =
                security.adminKey().isPresent() ? Optional.<Path>empty() : Optional.of(directory.resolve(ADMIN_FILE));
        return new Kept(complete, List.copyOf(made), adminFile);
    }

    private Optional<String> orKept(Optional<String> set, Path file, List<Path> made) throws IOException {
        if (set.isPresent()) {
            return set;
        }
        if (!Files.exists(file)) {
            write(file);
            made.add(file);
        }
        var key = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (key.isEmpty()) {
            throw new IOException(file + " is empty");
        }
        return Optional.of(key);
    }

    /** Written aside and moved, so that a crash leaves no half key. */
    private void write(Path file) throws IOException {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Files.createDirectories(file.getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var aside = Files.createTempFile(file.getParent(), "key", ".new", ownerOnly);
        Files.writeString(aside, HexFormat.of().formatHex(key) + "\n", StandardOpenOption.SYNC);
        Files.move(aside, file);
    }

    private static Settings with(Settings settings, SecuritySettings security, SimpleApiSettings simpleApi) {
        return new Settings(
                settings.node(),
                settings.server(),
                settings.database(),
                security,
                settings.pipeline(),
                settings.delivery(),
                settings.breaker(),
                settings.retention(),
                settings.silence(),
                settings.rates(),
                settings.metrics(),
                simpleApi,
                settings.providers(),
                settings.partitions(),
                settings.projectionLanes());
    }
}
