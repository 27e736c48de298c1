package dev.angarium.pg;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.postgresql.util.PasswordUtil;

/**
 * The logins of the two pools: members of {@code angarium_api} and {@code angarium_pipeline}, neither superuser nor
 * owner. Made once per database under a name of its own, because roles belong to the whole server; the password is kept
 * sealed in {@code runtime_role}. Blocking.
 *
 * <p>An owner who may not create roles logs in itself and takes the group's role on, if it is a member; otherwise it
 * stays the owner, which row-level security does not hold, and the warning says so.
 */
public final class RuntimeRoles {
    /** What a pool is for, and so which group its login belongs to. */
    public enum Duty {
        API("api"),
        PIPELINE("pipeline");

        private final String text;

        Duty(String text) {
            this.text = text;
        }

        String group() {
            return "angarium_" + text;
        }
    }

    /** How one pool logs in; the role is taken on at the start of each session where the user is not in the group. */
    public record Login(DatabaseUrl url, Optional<String> role) {
        PgConnectOptions connectOptions() {
            var options = url.connectOptions();
            role.ifPresent(name -> options.addProperty("role", name));
            return options;
        }
    }

    /** @param warnings lines for the log of the boot; empty where both logins are as they should be */
    public record Logins(Login api, Login pipeline, List<String> warnings) {
        public Logins {
            warnings = List.copyOf(warnings);
        }
    }

    private record Credential(String name, String password) {}

    private record Choice(Login login, Optional<String> warning) {}

    private static final Log LOG = Log.of(RuntimeRoles.class);
    private static final int PASSWORD_BYTES = 32;
    private static final int SUFFIX_BYTES = 4;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String LOCK = "lock table runtime_role in share row exclusive mode";
    private static final String FIND = "select name, sealed_password from runtime_role where duty = ?";
    private static final String REMEMBER =
            """
            insert into runtime_role (duty, name, sealed_password) values (?, ?, ?)
            on conflict (duty) do update set name = excluded.name, sealed_password = excluded.sealed_password
            """;
    private static final String EXISTS = "select 1 from pg_roles where rolname = ?";
    private static final String CREATE =
            """
            create role %s login inherit nosuperuser nocreatedb nocreaterole nobypassrls in role %s password '%s'
            """;
    private static final String RENEW = "alter role %s login password '%s'";
    private static final String TAKE_ON = "set role %s";

    private final DatabaseUrl owner;
    private final UnaryOperator<byte[]> seal;
    private final UnaryOperator<byte[]> unseal;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param owner who migrated the database
     * @param seal encrypts a password for the table
     * @param unseal the reverse; has to throw where the key is another one, and a new login is made then
     */
    public RuntimeRoles(DatabaseUrl owner, UnaryOperator<byte[]> seal, UnaryOperator<byte[]> unseal) {
        this.owner = owner;
        this.seal = seal;
        this.unseal = unseal;
    }

    /** Makes sure of both logins. */
    public Logins ensure() {
        try (var connection = Migrations.connect(owner)) {
            var api = choose(connection, Duty.API);
            var pipeline = choose(connection, Duty.PIPELINE);
            var warnings = Stream.of(api, pipeline).flatMap(choice -> choice.warning().stream());
            return new Logins(api.login(), pipeline.login(), warnings.toList());
        } catch (SQLException e) {
            throw new StartRefused("the runtime logins of " + owner + " can not be made: " + e.getSQLState(), e);
        }
    }

    private Choice choose(Connection connection, Duty duty) throws SQLException {
        var credential = credential(connection, duty);
        if (credential.filter(this::canLogIn).isPresent()) {
            return new Choice(new Login(as(credential.get()), Optional.empty()), Optional.empty());
        }
        return canTakeOn(connection, duty)
                ? new Choice(
                        new Login(owner, Optional.of(duty.group())), Optional.of(warning(duty, "takes on the role")))
                : new Choice(
                        new Login(owner, Optional.empty()),
                        Optional.of(warning(duty, "stays the owner, whom") + " row-level security does not hold"));
    }

    private String warning(Duty duty, String consequence) {
        return "no login of its own for " + duty.group() + " on " + owner + ": its pool " + consequence;
    }

    /** The stored login, or a new one; empty where the owner may not make it. */
    private Optional<Credential> credential(Connection connection, Duty duty) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(connection, LOCK);
            var stored = stored(connection, duty);
            var credential = stored.orElseGet(() -> fresh(duty));
            if (stored.isEmpty() || !canLogIn(credential)) {
                write(connection, duty, credential);
            }
            connection.commit();
            return Optional.of(credential);
        } catch (SQLException e) {
            connection.rollback();
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private Optional<Credential> stored(Connection connection, Duty duty) throws SQLException {
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, duty.text);
            try (var row = statement.executeQuery()) {
                return row.next() ? unsealed(row.getString(1), row.getBytes(2)) : Optional.empty();
            }
        }
    }

    private Optional<Credential> unsealed(String name, byte[] sealedPassword) {
        try {
            return Optional.of(new Credential(name, new String(unseal.apply(sealedPassword), StandardCharsets.UTF_8)));
        } catch (RuntimeException otherKey) {
            LOG.warn(
                    "a login's password was sealed with another key; a new one takes its place",
                    Fields.of().code(name));
            return Optional.empty();
        }
    }

    private Credential fresh(Duty duty) {
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(PASSWORD_BYTES));
        return new Credential(duty.group() + "_login_" + HexFormat.of().formatHex(bytes(SUFFIX_BYTES)), password);
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The server sees the verifier only: the password itself would end up in its statement log. */
    private void write(Connection connection, Duty duty, Credential credential) throws SQLException {
        var verifier = PasswordUtil.encodeScramSha256(credential.password().toCharArray());
        execute(
                connection,
                exists(connection, credential.name())
                        ? RENEW.formatted(credential.name(), verifier)
                        : CREATE.formatted(credential.name(), duty.group(), verifier));
        try (var statement = connection.prepareStatement(REMEMBER)) {
            statement.setString(1, duty.text);
            statement.setString(2, credential.name());
            statement.setBytes(3, seal.apply(credential.password().getBytes(StandardCharsets.UTF_8)));
            statement.executeUpdate();
        }
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        try (var statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, role);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private boolean canLogIn(Credential credential) {
        try (var connection = Migrations.connect(as(credential))) {
            return connection.isValid(1);
        } catch (SQLException refused) {
            return false;
        }
    }

    private static boolean canTakeOn(Connection connection, Duty duty) throws SQLException {
        try {
            execute(connection, TAKE_ON.formatted(duty.group()));
        } catch (SQLException notAMember) {
            return false;
        }
        execute(connection, TAKE_ON.formatted("none"));
        return true;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private DatabaseUrl as(Credential credential) {
        return owner.as(credential.name(), credential.password());
    }
}
