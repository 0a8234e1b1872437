package io.yaim;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// The house of docs/architecture.md, held by the build: what decides may not import anything that can act.
class ArchitectureTest {

    private static final JavaClasses MAIN =
            new ClassFileImporter().importPath(Path.of(System.getProperty("yaim.classes", "target/classes")));

    private static final DescribedPredicate<JavaClass> VALUES = resideInAnyPackage(
                    "java.lang", "java.lang.invoke", "java.lang.runtime", "java.util..", "java.time..")
            .or(resideInAPackage("org.jspecify.annotations"))
            .and(not(resideInAnyPackage(
                    "java.util.concurrent..", "java.util.logging..", "java.util.jar..", "java.util.zip..")))
            .or(equivalentTo(InetAddress.class))
            .or(equivalentTo(Inet4Address.class))
            .or(equivalentTo(Inet6Address.class))
            .or(equivalentTo(UnknownHostException.class))
            .or(describe("StandardCharsets", type -> type.getPackageName().equals("java.nio.charset")))
            .or(describe(
                    "arrays of primitives", type -> type.getBaseComponentType().isPrimitive()));

    /// The mark by which a command's children are found is drawn by lot; the deadline of a query spans
    /// several calls of its driver, and ends with them.
    private static final Set<String> WITH_REASON =
            Set.of("io.yaim.process.Command", "io.yaim.check.postgres.PostgresCheck");

    /// The classes made for reading a clock, for waiting, or for drawing lots.
    private static final DescribedPredicate<JavaClass> MAY_TELL_TIME = equivalentTo(io.yaim.loop.Bell.class)
            .or(describe("a class with a reason", type -> WITH_REASON.contains(type.getName())))
            .or(resideInAnyPackage("io.yaim.linux..", "io.yaim.report..", "io.yaim.cli..", "io.yaim.daemon.."));

    /// What several adapters of one port are made of: what every store implements.
    private static final DescribedPredicate<JavaClass> SHARED_BY_ADAPTERS = resideInAPackage("io.yaim.store.spi");

    /// Each reads a clock, waits, or draws lots.
    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle");

    @Test
    void modelIsPure() {
        holds(classes()
                .that()
                .resideInAPackage("io.yaim.model..")
                .should()
                .onlyDependOnClassesThat(VALUES.or(resideInAPackage("io.yaim.model.."))));
    }

    @Test
    void planIsPure() {
        holds(classes()
                .that()
                .resideInAPackage("io.yaim.plan..")
                .should()
                .onlyDependOnClassesThat(VALUES.or(resideInAnyPackage("io.yaim.plan..", "io.yaim.model.."))));
    }

    @Test
    void timeAndChanceComeFromTheClassesMadeForThem() {
        holds(noClasses()
                .that(not(MAY_TELL_TIME))
                .should()
                .callCodeUnitWhere(describe("reads a clock, waits, or draws lots", ArchitectureTest::isClockOrLot)));
    }

    /// Adapters are handed to the loop as the ports that they implement.
    @Test
    void theLoopKnowsPortsOnly() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.yaim.loop..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.yaim..")
                        .and(not(resideInAnyPackage(
                                "io.yaim.loop..",
                                "io.yaim.plan",
                                "io.yaim.model",
                                "io.yaim.store",
                                "io.yaim.address",
                                "io.yaim.peer",
                                "io.yaim.check")))));
    }

    @Test
    void portsKnowTheModelOnly() {
        for (String port : List.of("io.yaim.store", "io.yaim.address", "io.yaim.peer")) {
            holds(noClasses()
                    .that()
                    .resideInAPackage(port)
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.yaim..")
                            .and(not(resideInAnyPackage(port, "io.yaim.model", "io.yaim.json")))));
        }
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        List<String> kinds = List.of("store", "address", "check", "peer");
        for (String kind : kinds) {
            String[] others = kinds.stream()
                    .filter(other -> !other.equals(kind))
                    .map(other -> "io.yaim." + other + "..")
                    .toArray(String[]::new);
            holds(noClasses()
                    .that()
                    .resideInAPackage("io.yaim." + kind + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(others)
                            .or(resideInAnyPackage(
                                    "io.yaim.api..", "io.yaim.cli..", "io.yaim.daemon..", "io.yaim.report.."))));
        }
        holds(slices().matching("io.yaim.(store|address|check|peer).(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), SHARED_BY_ADAPTERS));
    }

    @Test
    void whatEveryStoreImplementsKnowsNoStore() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.yaim.store.spi")
                .should()
                .dependOnClassesThat(resideInAPackage("io.yaim.store..")
                        .and(not(resideInAnyPackage("io.yaim.store", "io.yaim.store.spi")))));
    }

    @Test
    void nobodyButTheOutsideFacesKnowsTheOutsideFaces() {
        holds(noClasses()
                .that()
                .resideInAnyPackage("io.yaim.model..", "io.yaim.plan..", "io.yaim.loop..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.yaim.api..", "io.yaim.cli..", "io.yaim.daemon..", "io.yaim.report..", "io.yaim.config..")));
    }

    @Test
    void onlyOnePackageCallsTheOperatingSystem() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("io.yaim.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign.."));
    }

    @Test
    void packagesHaveNoCycles() {
        holds(slices().matching("io.yaim.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theDaemonDoesNotKnowItsClient() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.yaim.daemon..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.yaim.cli..")));
    }

    private static boolean isClockOrLot(JavaCall<?> call) {
        JavaClass owner = call.getTarget().getOwner();
        String name = call.getTarget().getName();
        boolean isWallTime = owner.getPackageName().equals("java.time")
                && Set.of("now", "systemUTC").contains(name);
        boolean isNewRandom = owner.isAssignableTo(Random.class) && name.equals("<init>");
        return CLOCKS.contains(owner.getFullName() + "." + name)
                || isWallTime
                || isNewRandom
                || owner.isEquivalentTo(SplittableRandom.class)
                || owner.isEquivalentTo(ThreadLocalRandom.class);
    }

    /// Packages may still be empty.
    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }
}
