package dev.angarium.pg;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL's programs run: it refuses to be root. Root therefore steps into a user namespace, where it is
 * nobody and still owns its files; where that is forbidden (most containers) it becomes nobody for real, and the data
 * directory is given to nobody. The choice sticks to a data directory: what nobody owns can not be read from a
 * namespace.
 *
 * @param identity the words before a command that change the user
 * @param tether the words after those that tie a child to us: its own session, so that Ctrl-C reaches us alone, and
 *     SIGINT (a fast shutdown) once our thread is gone
 * @param owner the uid and gid the data directory must have, -1 for ours
 */
record PostgresUser(List<String> identity, List<String> tether, int owner) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;
    private static final int PROBE_SECONDS = 5;
    private static final List<String> TETHER = List.of("setsid", "setpriv", "--pdeathsig", "INT");
    private static final PostgresUser SELF = new PostgresUser(List.of(), TETHER, -1);
    private static final PostgresUser SELF_LOOSE = new PostgresUser(List.of(), List.of(), -1);
    private static final PostgresUser NAMESPACE = new PostgresUser(List.of("unshare", "-U"), TETHER, ROOT);
    private static final PostgresUser NOBODY_FOR_REAL = new PostgresUser(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), TETHER, NOBODY);

    PostgresUser {
        identity = List.copyOf(identity);
        tether = List.copyOf(tether);
    }

    /** The first way that works on this machine, for a data directory that may exist already. */
    static PostgresUser choose(Path directory) throws IOException, InterruptedException {
        for (var user : candidates(directory)) {
            if (user.works()) {
                return user;
            }
        }
        throw new StartRefused(
                "PostgreSQL does not run as root, and neither unshare nor setpriv (util-linux) works here:"
                        + " run as another user, or set DATABASE_URL");
    }

    private static List<PostgresUser> candidates(Path directory) throws IOException {
        if (uid(Path.of("/proc/self")) != ROOT) {
            return List.of(SELF, SELF_LOOSE);
        }
        return Files.exists(directory) && uid(directory) == NOBODY
                ? List.of(NOBODY_FOR_REAL)
                : List.of(NAMESPACE, NOBODY_FOR_REAL);
    }

    private static int uid(Path path) throws IOException {
        return Files.exists(path) ? (Integer) Files.getAttribute(path, "unix:uid") : -1;
    }

    private boolean works() throws InterruptedException {
        if (identity.isEmpty() && tether.isEmpty()) {
            return true;
        }
        try {
            var probe = quiet(child(List.of("true"))).start();
            return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /** A program that is waited for. */
    List<String> command(List<String> program) {
        return joined(identity, program);
    }

    /** A program that lives as long as the thread that started it. */
    List<String> child(List<String> program) {
        return joined(identity, joined(tether, program));
    }

    /** Whether an existing data directory belongs to somebody else. */
    boolean mustOwn(Path directory) throws IOException {
        return owner >= 0 && uid(directory) != owner;
    }

    /** Gives a file or directory, with all in it, to the user PostgreSQL runs as. */
    void own(Path path) throws IOException {
        if (owner < 0) {
            return;
        }
        try (var paths = Files.walk(path)) {
            for (var each : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(each, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(each, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** A process whose output nobody reads. */
    static ProcessBuilder quiet(List<String> command) {
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
