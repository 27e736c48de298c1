package dev.angarium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A change to the broker's source, for one that is wrong on purpose or ends at a named point: so the product itself holds
 * nothing that is there for a test alone. Where the source has moved on, compiling it fails, and says so.
 */
public record Patch(String name, List<Edit> edits) {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "angarium");

    /**
     * @param file below the root package
     * @param text what must be there
     * @param instead what stands there now, wherever the text did
     * @param places how often it must be there, neither more nor less
     */
    public record Edit(String file, String text, String instead, int places) {
        public Edit(String file, String text, String instead) {
            this(file, text, instead, 1);
        }

        private String applied(String source) {
            var parts = source.split(Pattern.quote(text), -1);
            if (parts.length - 1 != places) {
                throw new IllegalStateException(
                        "\"" + text + "\" is " + (parts.length - 1) + " times in " + file + ", not " + places);
            }
            return String.join(instead, parts);
        }
    }

    public static Patch of(String name, Edit... edits) {
        return new Patch(name, List.of(edits));
    }

    /** Compiles the changed sources. @return where their classes are, to be put before those of the jar */
    public Path compiled(Path directory) {
        try {
            var classes = Files.createDirectories(directory.resolve(name + "-classes"));
            var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "17"));
            arguments.addAll(List.of("-d", classes.toString(), "-cp", "target/angarium.jar"));
            arguments.addAll(sources(directory));
            var code = ToolProvider.getSystemJavaCompiler()
                    .run(null, System.out, System.err, arguments.toArray(String[]::new));
            if (code != 0) {
                throw new IllegalStateException("the patch \"" + name + "\" does not compile");
            }
            return classes;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> sources(Path directory) throws IOException {
        var files = new ArrayList<String>();
        for (var file : edits.stream().map(Edit::file).distinct().toList()) {
            var changed = directory.resolve(name).resolve(file);
            Files.createDirectories(changed.getParent());
            Files.writeString(changed, changed(file));
            files.add(changed.toString());
        }
        return files;
    }

    private String changed(String file) throws IOException {
        var source = Files.readString(SOURCES.resolve(file));
        for (var edit : edits) {
            source = edit.file().equals(file) ? edit.applied(source) : source;
        }
        return source;
    }
}
