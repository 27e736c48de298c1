package dev.angarium.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that nobody has seen bite proves nothing: each is applied to a violation planted for it. */
class PlantedArchitectureTest {
    private static final String ROOT = "dev.angarium.quality.planted";
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

    private final LayerRules layers = new LayerRules(ROOT);

    @Test
    void a_class_without_a_layer_is_found() {
        assertThat(violations(layers.eachClassHasALayer()))
                .singleElement()
                .asString()
                .contains("Homeless");
    }

    @Test
    void a_use_of_what_is_above_is_found() {
        assertThat(violations(layers.layersUseWhatIsBelow())).isNotEmpty().allMatch(it -> it.contains("Upward"));
    }

    @Test
    void a_cycle_of_packages_is_found() {
        assertThat(violations(layers.packagesHaveNoCycles()))
                .singleElement()
                .asString()
                .contains("Chicken", "Egg");
    }

    @Test
    void a_worker_that_knows_another_is_found() {
        assertThat(violations(layers.workersDoNotKnowEachOther()))
                .singleElement()
                .asString()
                .contains("Nosy");
    }

    @Test
    void the_driver_outside_pg_is_found_and_inside_is_not() {
        assertThat(violations(layers.onlyPgSeesTheDriver()))
                .isNotEmpty()
                .allMatch(it -> it.contains("dispatch.Driver"));
    }

    @Test
    void a_request_outside_routes_is_found_and_inside_is_not() {
        assertThat(violations(layers.onlyRoutesSeeRequests()))
                .isNotEmpty()
                .allMatch(it -> it.contains("dispatch.Clerk."));
    }

    @Test
    void impure_translation_is_found() {
        assertThat(violations(layers.translationIsPure()))
                .anyMatch(it -> it.contains("java.nio.file.Files"))
                .anyMatch(it -> it.contains("io.vertx.core.Future"))
                .allMatch(it -> it.contains("Leaky"));
    }

    @Test
    void each_back_door_is_found() {
        assertThat(violations(DoorRules.clock(it -> false))).hasSize(3).allMatch(it -> it.contains("Clockwork"));
        assertThat(violations(DoorRules.chance(it -> false))).hasSize(2).allMatch(it -> it.contains("Gambler"));
        assertThat(violations(DoorRules.environment(it -> false))).hasSize(1).allMatch(it -> it.contains("Peeker"));
        assertThat(violations(DoorRules.waiting(it -> false))).hasSize(4).allMatch(it -> it.contains("Sleeper"));
        assertThat(violations(DoorRules.consoles(it -> false))).hasSize(1).allMatch(it -> it.contains("Shouter"));
        assertThat(violations(DoorRules.logging(it -> false))).isNotEmpty().allMatch(it -> it.contains("Shouter"));
    }

    @Test
    void a_door_is_let_through() {
        assertThat(violations(DoorRules.clock(it -> it.getSimpleName().equals("Clockwork"))))
                .isEmpty();
    }

    @Test
    void locks_and_loose_fields_are_found() {
        assertThat(violations(DoorRules.noLocks())).isNotEmpty().allMatch(it -> it.contains("Locked"));
        assertThat(violations(DoorRules.noSynchronizedMethods()))
                .singleElement()
                .asString()
                .contains("enter");
        assertThat(violations(DoorRules.noMutableStatics()))
                .singleElement()
                .asString()
                .contains("Loose.count");
        assertThat(violations(DoorRules.fieldsAreFinal(ROOT + ".settings..")))
                .hasSize(2)
                .allMatch(it -> it.contains("Loose"));
    }

    @Test
    void an_unmarked_package_and_a_missing_noun_are_found() {
        assertThat(violations(DoorRules.packagesAreNullMarked())).anyMatch(it -> it.contains("planted.stranger"));
        assertThat(violations(DoorRules.namesAreNouns()))
                .singleElement()
                .asString()
                .contains("RequestManager");
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(PLANTED).getFailureReport().getDetails();
    }
}
