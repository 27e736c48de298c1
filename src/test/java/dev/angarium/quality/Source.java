package dev.angarium.quality;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** One parsed source file. */
record Source(Path path, String text, CompilationUnitTree tree, SourcePositions positions) {
    /** Every source below the directories; empty ones where a directory is missing. */
    static List<Source> below(Path... directories) {
        var texts = Stream.of(directories)
                .filter(Files::isDirectory)
                .flatMap(it -> files(it).stream())
                .map(it -> new Text(it, read(it)))
                .toList();
        return parse(texts);
    }

    /** A source that no file has. */
    static Source of(String path, String text) {
        return parse(List.of(new Text(Path.of(path), text))).get(0);
    }

    long lineOf(long position) {
        return tree.getLineMap().getLineNumber(position);
    }

    private static List<Source> parse(List<Text> texts) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, ignored -> {}, null, null, texts);
        var positions = Trees.instance(task).getSourcePositions();
        try {
            return StreamSupport.stream(task.parse().spliterator(), false)
                    .map(tree -> new Source(pathOf(tree), textOf(tree), tree, positions))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Without the slash that made it a URI. */
    private static Path pathOf(CompilationUnitTree tree) {
        return Path.of(tree.getSourceFile().getName().substring(1));
    }

    private static String textOf(CompilationUnitTree tree) {
        try {
            return tree.getSourceFile().getCharContent(true).toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> files(Path directory) {
        try (var all = Files.walk(directory)) {
            return all.filter(it -> it.toString().endsWith(".java")).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(Path path, String text) {
            super(URI.create("string:///" + path.toString().replace('\\', '/')), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
