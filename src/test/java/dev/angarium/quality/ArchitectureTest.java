package dev.angarium.quality;

import static dev.angarium.quality.LayerRules.outermost;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.angarium";

    /** Packages of tests that drive processes from outside: their world has a real clock, and they wait for it. */
    private static final Set<String> OUTSIDE = Set.of(".bench", ".faults", ".harness", ".hostile", ".node", ".traffic");

    /** Where test support may wait for a Future on the test's own thread. */
    private static final Set<String> TEST_DOORS = Set.of("TestDatabase", "Futures", "Await", "Sender", "WriteBench");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .withImportOption(ArchitectureTest::isOurs)
            .importPackages(ROOT);

    private final LayerRules layers = new LayerRules(ROOT);

    @Test
    void layers_use_only_what_is_below_and_each_class_has_one() {
        layers.eachClassHasALayer().check(MAIN);
        layers.layersUseWhatIsBelow().check(MAIN);
        layers.workersDoNotKnowEachOther().check(MAIN);
        layers.packagesHaveNoCycles().check(MAIN);
    }

    @Test
    void only_pg_sees_the_driver() {
        layers.onlyPgSeesTheDriver().check(MAIN);
    }

    @Test
    void only_routes_see_requests() {
        layers.onlyRoutesSeeRequests().check(MAIN);
    }

    @Test
    void translation_is_pure() {
        layers.translationIsPure().check(MAIN);
    }

    @Test
    void time_chance_and_environment_have_one_door_each() {
        DoorRules.clock(it -> isIn(it, ".time")).check(MAIN);
        DoorRules.chance(it -> false).check(MAIN);
        DoorRules.environment(ArchitectureTest::isMain).check(MAIN);
        DoorRules.consoles(ArchitectureTest::isMain).check(MAIN);
    }

    @Test
    void only_the_log_sees_the_logger() {
        DoorRules.logging(it -> isIn(it, ".observe.log")).check(MAIN);
    }

    @Test
    void nothing_blocks_but_the_start() {
        DoorRules.waiting(it -> isMain(it) || isIn(it, ".pg")).check(MAIN);
    }

    @Test
    void tests_keep_to_the_doors_as_well() {
        DoorRules.clock(ArchitectureTest::isOutside).check(TESTS);
        DoorRules.chance(ArchitectureTest::isOutside).check(TESTS);
        DoorRules.environment(ArchitectureTest::isOutside).check(TESTS);
        DoorRules.waiting(it -> isOutside(it) || TEST_DOORS.contains(outermost(it)))
                .check(TESTS);
    }

    @Test
    void state_has_an_owner_instead_of_a_lock() {
        DoorRules.noLocks().check(MAIN);
        DoorRules.noSynchronizedMethods().check(MAIN);
        DoorRules.noMutableStatics().check(MAIN);
        DoorRules.fieldsAreFinal(ROOT + ".settings..").check(MAIN);
    }

    @Test
    void every_package_is_null_marked() {
        DoorRules.packagesAreNullMarked().check(MAIN);
    }

    @Test
    void every_class_has_found_its_noun() {
        DoorRules.namesAreNouns().check(MAIN);
        DoorRules.namesAreNouns().check(TESTS);
    }

    private static boolean isMain(JavaClass type) {
        return isIn(type, "") && outermost(type).equals("Main");
    }

    private static boolean isOutside(JavaClass type) {
        return OUTSIDE.stream().anyMatch(it -> isIn(type, it));
    }

    private static boolean isIn(JavaClass type, String below) {
        return type.getPackageName().equals(ROOT + below);
    }

    private static boolean isOurs(Location location) {
        return !location.contains("/planted/") && !location.contains("/jmh_generated/");
    }
}
