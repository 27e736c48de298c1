package dev.angarium.pg;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another JVM that holds an embedded PostgreSQL until its input ends. */
final class PostgresChild {
    private PostgresChild() {}

    /** Prints the server's pid when it is ready, or the line of a refused start. */
    public static void main(String[] arguments) throws IOException {
        try {
            var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), state -> {});
            System.out.println(postgres.pid());
            if (System.in.read() < 0) {
                postgres.stop();
            }
        } catch (StartRefused e) {
            System.out.println(e.getMessage());
        }
    }

    static Process start(Path dataDir) throws IOException {
        var java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return new ProcessBuilder(List.of(
                        java,
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        PostgresChild.class.getName(),
                        dataDir.toString()))
                .redirectError(ProcessBuilder.Redirect.appendTo(new File("/dev/null")))
                .start();
    }

    /** The last line it prints before it is ready or gone; log lines of the child come before it. */
    static String answer(Process child) throws IOException {
        var reader = new BufferedReader(child.inputReader(StandardCharsets.UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.matches("\\d+") || line.startsWith("another process")) {
                return line;
            }
        }
        return "";
    }
}
