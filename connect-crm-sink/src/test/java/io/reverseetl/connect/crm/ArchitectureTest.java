// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: connector → task → engine → port ← adapter. */
@AnalyzeClasses(packages = "io.reverseetl.connect.crm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.reverseetl.connect.crm";
    private static final String SUPPORT = "io.reverseetl.connect.support";
    private static final String[] JDK = {"java..", "org.jspecify.annotations.."};

    @ArchTest
    static final ArchRule the_engine_knows_the_port_and_nothing_else =
            mayUse(ROOT + ".engine", ROOT + ".spi", ROOT + ".limit", "org.apache.kafka.common");

    @ArchTest
    static final ArchRule limits_know_the_port_and_their_libraries =
            mayUse(ROOT + ".limit", ROOT + ".spi", "io.github.bucket4j..", "io.github.resilience4j.circuitbreaker..");

    @ArchTest
    static final ArchRule the_port_knows_no_adapter = mayUse(ROOT + ".spi", ROOT + ".http", SUPPORT);

    @ArchTest
    static final ArchRule the_transport_knows_only_how_to_prove_who_sends = mayUse(
            ROOT + ".http",
            ROOT + ".auth",
            "org.apache.kafka.common.config.types",
            "javax.net.ssl",
            "okhttp3..",
            "okio..",
            "kotlin..");

    @ArchTest
    static final ArchRule authorization_knows_nobody =
            mayUse(ROOT + ".auth", "org.apache.kafka.common.config.types", "com.fasterxml.jackson..", "com.nimbusds..");

    @ArchTest
    static final ArchRule hubspot_is_one_package_that_can_be_read_alone = mayUse(
            ROOT + ".hubspot",
            ROOT + ".spi",
            ROOT + ".http",
            ROOT + ".auth",
            SUPPORT,
            "com.fasterxml.jackson..",
            "org.apache.kafka.common.config");

    @ArchTest
    static final ArchRule salesforce_is_one_package_that_can_be_read_alone = mayUse(
            ROOT + ".salesforce",
            ROOT + ".spi",
            ROOT + ".http",
            ROOT + ".auth",
            SUPPORT,
            "com.fasterxml.jackson..",
            "de.siegmar.fastcsv..",
            "org.apache.kafka.common.config");

    @ArchTest
    static final ArchRule rest_is_one_package_that_can_be_read_alone = mayUse(
            ROOT + ".rest",
            ROOT + ".spi",
            ROOT + ".http",
            ROOT + ".auth",
            SUPPORT,
            "com.fasterxml.jackson..",
            "org.apache.kafka.common.config");

    @ArchTest
    static final ArchRule records_meet_connect_and_the_engine = mayUse(
            ROOT + ".record", ROOT + ".engine", ROOT + ".spi", "org.apache.kafka.common", "org.apache.kafka.connect..");

    @ArchTest
    static final ArchRule the_state_is_an_adapter_of_the_engines_port = mayUse(
            ROOT + ".state",
            ROOT + ".engine",
            ROOT + ".spi",
            "io.reverseetl.connect.kafka",
            "com.fasterxml.jackson.core",
            "org.apache.kafka.clients..",
            "org.apache.kafka.common..",
            "org.slf4j");

    @ArchTest
    static final ArchRule results_know_their_topic_and_nothing_else = mayUse(
            ROOT + ".results", "io.reverseetl.connect.kafka", "com.fasterxml.jackson..", "org.apache.kafka.common");

    @ArchTest
    static final ArchRule dead_letters_meet_connect_and_their_topic = mayUse(
            ROOT + ".deadletters",
            ROOT + ".record",
            ROOT + ".spi",
            "io.reverseetl.connect.kafka",
            "org.apache.kafka.clients.producer",
            "org.apache.kafka.common..",
            "org.apache.kafka.connect..",
            "org.slf4j");

    @ArchTest
    static final ArchRule connect_is_met_at_the_edges_only = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".record", ROOT + ".deadletters")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.connect..");

    @ArchTest
    static final ArchRule hubspot_is_not_named_outside_of_its_package = knownToItselfOnly(ROOT + ".hubspot");

    @ArchTest
    static final ArchRule rest_is_not_named_outside_of_its_package = knownToItselfOnly(ROOT + ".rest");

    @ArchTest
    static final ArchRule salesforce_is_not_named_outside_of_its_package = knownToItselfOnly(ROOT + ".salesforce");

    @ArchTest
    static final ArchRule packages_know_each_other_one_way =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_sleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    private static ArchRule knownToItselfOnly(String adapter) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(adapter)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(adapter);
    }

    private static ArchRule mayUse(String ofPackage, String... others) {
        String[] allowed = java.util.stream.Stream.of(new String[] {ofPackage}, JDK, others)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ofPackage)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }
}
