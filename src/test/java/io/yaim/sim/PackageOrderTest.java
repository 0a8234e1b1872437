package io.yaim.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The packages of the simulation have an order, so there is no cycle among them.
class PackageOrderTest {

    private static final String ROOT = "io.yaim.sim";

    /// Each package may depend only on those before it.
    private static final List<String> ORDER = List.of(
            ROOT + ".engine",
            ROOT + ".world",
            ROOT + ".multicast",
            ROOT + ".invariants",
            ROOT + ".fault",
            ROOT + ".judge",
            ROOT,
            ROOT + ".mutant");

    @Test
    void eachPackageDependsOnlyOnThoseBeforeIt() throws URISyntaxException {
        JavaClasses simulation = simulation();
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ORDER.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(simulation);
        }
    }

    @Test
    void eachPackageHasItsPlaceInTheOrder() throws URISyntaxException {
        classes().should().resideInAnyPackage(ORDER.toArray(String[]::new)).check(simulation());
    }

    /// From the compiled test classes: the architecture of the program is tested without them.
    private static JavaClasses simulation() throws URISyntaxException {
        Path root = Path.of(PackageOrderTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new ClassFileImporter().importPath(root.resolve(ROOT.replace('.', '/')));
    }
}
