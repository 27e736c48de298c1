package dev.angarium.quality;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a source file must keep to; each complaint opens with its place. */
final class Tidiness extends TreeScanner<@Nullable Void, @Nullable Void> {
    static final int METHOD_LINES = 40;
    static final int FILE_LINES = 400;
    static final int PACKAGE_FILES = 15;
    static final int PARAMETERS = 6;
    static final int COLUMNS = 140;

    /** Put together here, so that this file does not complain of itself. */
    private static final Pattern LEFT_OVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK|Unsupported"
            + "OperationException|Not" + "Implemented)|@Dis" + "abled");

    private final Source source;
    private final List<String> complaints = new ArrayList<>();
    private boolean inRecord;

    private Tidiness(Source source) {
        this.source = source;
    }

    static List<String> complaints(Source source) {
        var tidiness = new Tidiness(source);
        tidiness.readLines();
        tidiness.scan(source.tree(), null);
        return List.copyOf(tidiness.complaints);
    }

    /** Packages, by directory, with more files than one can keep in mind; a package-info is none. */
    static List<String> crowdedPackages(Collection<Source> sources) {
        var counts = sources.stream()
                .filter(it -> !it.path().endsWith("package-info.java"))
                .collect(Collectors.groupingBy(it -> String.valueOf(it.path().getParent()), Collectors.counting()));
        return counts.entrySet().stream()
                .filter(it -> it.getValue() > PACKAGE_FILES)
                .sorted(Map.Entry.comparingByKey())
                .map(it -> it.getKey() + " has " + it.getValue() + " files")
                .toList();
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        var outer = inRecord;
        inRecord = type.getKind() == Tree.Kind.RECORD;
        super.visitClass(type, null);
        inRecord = outer;
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        var lines = lineAtEnd(method) - lineAtStart(method.getBody() == null ? method : method.getBody()) + 1;
        if (lines > METHOD_LINES) {
            complain(method, method.getName() + " has " + lines + " lines");
        }
        var ofRecord = inRecord && method.getName().contentEquals("<init>");
        if (method.getParameters().size() > PARAMETERS && !ofRecord) {
            complain(method, method.getName() + " has " + method.getParameters().size() + " parameters");
        }
        return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree block, @Nullable Void nothing) {
        if (!source.path().startsWith("src/test")) {
            complain(block, "synchronized block");
        }
        return super.visitSynchronized(block, null);
    }

    private void readLines() {
        var lines = source.text().lines().toList();
        if (lines.size() > FILE_LINES) {
            complaints.add(source.path() + " has " + lines.size() + " lines");
        }
        for (var at = 0; at < lines.size(); at++) {
            var place = source.path() + ":" + (at + 1);
            if (lines.get(at).length() > COLUMNS) {
                complaints.add(place + " has " + lines.get(at).length() + " columns");
            }
            if (LEFT_OVER.matcher(lines.get(at)).find()) {
                complaints.add(place + " has a left-over mark");
            }
        }
    }

    private void complain(Tree tree, String what) {
        complaints.add(source.path() + ":" + lineAtStart(tree) + " " + what);
    }

    private long lineAtStart(Tree tree) {
        return source.lineOf(source.positions().getStartPosition(source.tree(), tree));
    }

    private long lineAtEnd(Tree tree) {
        return source.lineOf(source.positions().getEndPosition(source.tree(), tree));
    }
}
