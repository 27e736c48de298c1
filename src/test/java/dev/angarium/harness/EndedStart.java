package dev.angarium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A start that should end by itself, as an operator meets it.
 *
 * @param exitCode 137 where it had to be killed
 * @param errors the lines of the error output
 */
public record EndedStart(int exitCode, List<String> errors) {
    private static final int SECONDS = 60;

    /** Runs the jar in a working directory of its own and waits for the end. */
    public static EndedStart of(Path workingDirectory, Map<String, String> environment, String... arguments) {
        try {
            Files.createDirectories(workingDirectory);
            var errors = Files.createTempFile("start", ".err");
            var builder = new ProcessBuilder(command(arguments))
                    .directory(workingDirectory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            var lines = Files.readAllLines(errors);
            Files.delete(errors);
            return new EndedStart(process.exitValue(), lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(Path.of("target", "angarium.jar").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
