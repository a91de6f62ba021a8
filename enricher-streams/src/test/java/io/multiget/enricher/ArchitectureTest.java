package io.multiget.enricher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(packages = "io.multiget.enricher", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String HTTP = "io.multiget.enricher.http..";
    private static final String LOOKUP = "io.multiget.enricher.lookup..";
    private static final String METRICS = "io.multiget.enricher.metrics..";

    private static final Set<String> TIME_AND_LUCK = Set.of(
            "java.time.Instant.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.InstantSource.system",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>");

    /** Where the clock and the luck of the real world are handed in. */
    private static final String COMPOSITION = "io.multiget.enricher.http.LookupClient.open("
            + "io.multiget.contract.pipeline.Pipeline, io.multiget.enricher.http.LookupMeter, int)";

    /** What decides is handed its clock and its luck, so that a test can play through time, and play a seed again. */
    @ArchTest
    static final ArchRule timeAndLuckComeFromOutside = noClasses()
            .that()
            .resideInAnyPackage(HTTP, LOOKUP, METRICS)
            .should()
            .accessTargetWhere(describe(
                    "gives time or luck",
                    access -> isTimeOrLuck(access)
                            && !access.getOrigin().getFullName().equals(COMPOSITION)));

    private static boolean isTimeOrLuck(JavaAccess<?> access) {
        return TIME_AND_LUCK.contains(access.getTargetOwner().getName() + "." + access.getName());
    }

    @ArchTest
    static final ArchRule springStaysAtTheEdge = noClasses()
            .that()
            .resideInAnyPackage(HTTP, LOOKUP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule metersStayAtTheEdge = noClasses()
            .that()
            .resideInAnyPackage(HTTP, LOOKUP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(METRICS, "io.micrometer..");

    @ArchTest
    static final ArchRule askingKnowsNothingOfStreams = noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOOKUP, "org.apache.kafka..");
}
