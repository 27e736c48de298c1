package dev.angarium.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who may use whom. Below a root, so that the planted violations have a world of their own. */
record LayerRules(String root) {
    private static final List<String> WORKERS =
            List.of("ingress", "sequencer", "dispatch", "media", "inbox", "outbound");
    private static final List<String> GROUND =
            List.of("eventlog", "lane", "cluster", "tenant", "access", "provider", "format");
    private static final List<String> TOOLS = List.of("pg", "web", "crypto", "observe", "store");
    private static final List<String> WORDS = List.of("event", "settings", "time");

    private static final Set<String> IO = Set.of(
            "io.vertx.core.Vertx",
            "io.vertx.core.Context",
            "io.vertx.core.Future",
            "io.vertx.core.Promise",
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.nio.file.Files",
            "java.net.Socket",
            "java.net.URLConnection",
            "java.net.HttpURLConnection",
            "java.net.InetAddress");
    private static final List<String> IO_PACKAGES = List.of(
            "io.vertx.core.net", "io.vertx.core.file", "io.vertx.core.http", "java.net.http", "java.nio.channels");

    ArchRule eachClassHasALayer() {
        var known = Stream.of(WORKERS, GROUND, TOOLS, WORDS)
                .flatMap(List::stream)
                .map(name -> root + "." + name + "..")
                .toArray(String[]::new);
        return classes().should().resideInAnyPackage(known).orShould().resideInAPackage(root);
    }

    ArchRule layersUseWhatIsBelow() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(root + "..")
                .withOptionalLayers(true)
                .layer("root")
                .definedBy(root)
                .layer("workers")
                .definedBy(packages(WORKERS))
                .layer("ground")
                .definedBy(packages(GROUND))
                .layer("tools")
                .definedBy(packages(TOOLS))
                .layer("words")
                .definedBy(packages(WORDS))
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("workers")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("ground")
                .mayOnlyBeAccessedByLayers("root", "workers")
                .whereLayer("tools")
                .mayOnlyBeAccessedByLayers("root", "workers", "ground");
    }

    ArchRule packagesHaveNoCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    ArchRule workersDoNotKnowEachOther() {
        return slices().matching(root + ".(*)..")
                .that(describe("are workers", slice -> WORKERS.contains(slice.getNamePart(1))))
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true);
    }

    ArchRule onlyPgSeesTheDriver() {
        return noClasses()
                .that(areNot("Pg*", it -> outermost(it).startsWith("Pg")))
                .and()
                .resideOutsideOfPackage(root + ".pg..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.postgresql..");
    }

    ArchRule onlyRoutesSeeRequests() {
        return noClasses()
                .that(areNot("*Routes", it -> outermost(it).endsWith("Routes")))
                .and()
                .resideOutsideOfPackages(root + ".ingress..", root + ".web..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vertx.ext.web.RoutingContext");
    }

    ArchRule translationIsPure() {
        return noClasses()
                .that()
                .resideInAnyPackage(packages(List.of("provider", "format", "crypto")))
                .should()
                .dependOnClassesThat(describe("do I/O or belong to Vert.x' contexts", LayerRules::doesIo))
                .allowEmptyShould(true);
    }

    private String[] packages(List<String> names) {
        return names.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
    }

    private static boolean doesIo(JavaClass type) {
        return IO.contains(type.getFullName())
                || IO_PACKAGES.stream().anyMatch(it -> (type.getPackageName() + ".").startsWith(it + "."));
    }

    private static DescribedPredicate<JavaClass> areNot(String name, java.util.function.Predicate<JavaClass> they) {
        return describe("are not " + name, they.negate());
    }

    /** A class counts by the file it stands in: {@code PgLog$Row} is PgLog's. */
    static String outermost(JavaClass type) {
        var name = type.getName().substring(type.getPackageName().length() + 1);
        return Arrays.asList(name.split("\\$", -1)).get(0);
    }
}
