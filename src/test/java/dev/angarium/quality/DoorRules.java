package dev.angarium.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What has one door each: the clock, chance, the environment, waiting; and what has none at all. */
final class DoorRules {
    private static final Set<String> NOW = Set.of("now");
    private static final Map<String, Set<String>> CLOCK = Map.of(
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
            "java.time.Instant", NOW,
            "java.time.LocalDate", NOW,
            "java.time.LocalDateTime", NOW,
            "java.time.OffsetDateTime", NOW,
            "java.time.ZonedDateTime", NOW,
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds"));
    private static final Map<String, Set<String>> CHANCE = Map.of(
            "java.util.Random", Set.of("<init>"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.util.SplittableRandom", Set.of("<init>"),
            "java.lang.Math", Set.of("random"));
    private static final Map<String, Set<String>> ENVIRONMENT = Map.of("java.lang.System", Set.of("getenv"));
    private static final Map<String, Set<String>> WAITING = Map.of(
            "java.lang.Thread", Set.of("sleep", "join"),
            "java.lang.Object", Set.of("wait"),
            "java.lang.Process", Set.of("waitFor"),
            "java.util.concurrent.CompletableFuture", Set.of("get", "join"),
            "java.util.concurrent.Future", Set.of("get"),
            "java.util.concurrent.CountDownLatch", Set.of("await"),
            "java.util.concurrent.Semaphore", Set.of("acquire"),
            "java.util.concurrent.BlockingQueue", Set.of("take", "put"),
            "java.util.concurrent.LinkedBlockingQueue", Set.of("take", "put"),
            "io.vertx.core.Future", Set.of("await"));

    private DoorRules() {}

    static ArchRule clock(Predicate<JavaClass> doors) {
        return door("read the clock", to("read the clock", CLOCK), doors);
    }

    /** Dice with a seed are a test's own; without one they cannot be thrown again. */
    static ArchRule chance(Predicate<JavaClass> doors) {
        var seedless = describe(
                "without a seed",
                (JavaAccess<?> access) -> access.getTarget() instanceof CodeUnitAccessTarget dice
                        && dice.getRawParameterTypes().isEmpty());
        return door("throw dice that nobody handed it", to("throw dice", CHANCE).and(seedless), doors);
    }

    static ArchRule environment(Predicate<JavaClass> doors) {
        return door("read the environment", to("read the environment", ENVIRONMENT), doors);
    }

    static ArchRule waiting(Predicate<JavaClass> doors) {
        return door("block its thread", to("block its thread", WAITING), doors);
    }

    static ArchRule consoles(Predicate<JavaClass> doors) {
        return noClasses()
                .that(describe("are no door", doors.negate()))
                .should()
                .accessTargetWhere(describe(
                        "a console",
                        access -> access.getTarget().getOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err")
                                        .contains(access.getTarget().getName())))
                .allowEmptyShould(true);
    }

    /** Its lines show no arguments, lest one is a person's: whoever hands it some says nothing. */
    static ArchRule logging(Predicate<JavaClass> doors) {
        return noClasses()
                .that(describe("are no door", doors.negate()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j..")
                .allowEmptyShould(true);
    }

    static ArchRule noLocks() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..");
    }

    static ArchRule noSynchronizedMethods() {
        return noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);
    }

    static ArchRule noMutableStatics() {
        return noFields().that().areStatic().should().notBeFinal();
    }

    static ArchRule fieldsAreFinal(String packages) {
        return classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .haveOnlyFinalFields()
                .allowEmptyShould(true);
    }

    static ArchRule packagesAreNullMarked() {
        return classes().should(new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        });
    }

    static ArchRule namesAreNouns() {
        return noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveNameMatching(".*(Helpers?|Utils?|Impl|Base)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract");
    }

    private static ArchRule door(String deed, DescribedPredicate<JavaAccess<?>> calls, Predicate<JavaClass> doors) {
        return noClasses()
                .that(are(describe("no door for it", doors.negate())))
                .should()
                .accessTargetWhere(calls)
                .because("only a door may " + deed)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaAccess<?>> to(String deed, Map<String, Set<String>> calls) {
        return describe("would " + deed, access -> names(calls, access.getTarget()));
    }

    private static boolean names(Map<String, Set<String>> calls, AccessTarget target) {
        return calls.getOrDefault(target.getOwner().getFullName(), Set.of()).contains(target.getName());
    }
}
