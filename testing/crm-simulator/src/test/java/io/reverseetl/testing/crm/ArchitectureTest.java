// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reverseetl.testing.crm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.reverseetl.testing.crm";

    @ArchTest
    static final ArchRule PACKAGES_USE_EACH_OTHER_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy(ROOT)
            .layer("control")
            .definedBy(ROOT + ".control")
            .layer("hubspot")
            .definedBy(ROOT + ".hubspot")
            .layer("salesforce")
            .definedBy(ROOT + ".salesforce")
            .layer("shapes")
            .definedBy(ROOT + ".zoho", ROOT + ".pipedrive", ROOT + ".zendesk", ROOT + ".jsonrpc")
            .layer("calls")
            .definedBy(ROOT + ".calls")
            .layer("faults")
            .definedBy(ROOT + ".faults")
            .layer("quota")
            .definedBy(ROOT + ".quota")
            .layer("store")
            .definedBy(ROOT + ".store")
            .layer("http")
            .definedBy(ROOT + ".http")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("control")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("hubspot")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("salesforce")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("shapes")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("calls")
            .mayOnlyBeAccessedByLayers("root", "control", "hubspot", "salesforce", "shapes")
            .whereLayer("faults")
            .mayOnlyBeAccessedByLayers("root", "control", "calls")
            .whereLayer("quota")
            .mayOnlyBeAccessedByLayers("root", "control", "hubspot", "salesforce", "shapes")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("root", "control", "hubspot", "salesforce", "shapes")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("root", "control", "hubspot", "salesforce", "shapes", "calls", "faults");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_STORE_AND_THE_QUOTA_USE_THE_JDK_ONLY = classes()
            .that()
            .resideInAnyPackage(ROOT + ".store", ROOT + ".quota")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".store", ROOT + ".quota");

    @ArchTest
    static final ArchRule ONLY_HTTP_KNOWS_THE_JDKS_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
