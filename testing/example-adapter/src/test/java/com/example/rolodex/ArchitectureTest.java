// SPDX-License-Identifier: Apache-2.0
package com.example.rolodex;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.reverseetl.connect.crm.auth.GrantRefusedException;

/** What docs/adapters.md promises to be enough is enough. */
@AnalyzeClasses(packages = "com.example.rolodex", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule an_adapter_needs_the_spi_the_transport_and_a_few_helpers = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "com.example.rolodex",
                            "io.reverseetl.connect.crm.spi",
                            "io.reverseetl.connect.crm.http",
                            "io.reverseetl.connect.support",
                            "org.apache.kafka.common.config",
                            "com.fasterxml.jackson..",
                            "org.jspecify.annotations",
                            "java..")
                    .or(belongToAnyOf(GrantRefusedException.class)));
}
