// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

@AnalyzeClasses(packagesOf = MapFields.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final List<String> EVERYWHERE = List.of("java..", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule the_transforms_meet_connect_and_what_the_plugins_share = classes()
            .that()
            .resideInAPackage("io.reverseetl.connect.transforms")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(everywhereAnd(
                    "io.reverseetl.connect.transforms",
                    "io.reverseetl.connect.transforms.mapping",
                    "io.reverseetl.connect.support",
                    "org.apache.kafka.connect.components",
                    "org.apache.kafka.connect.connector",
                    "org.apache.kafka.connect.data",
                    "org.apache.kafka.connect.errors",
                    "org.apache.kafka.connect.transforms",
                    "org.apache.kafka.common.cache",
                    "org.apache.kafka.common.config"));

    @ArchTest
    static final ArchRule a_mapping_knows_the_data_model_and_nothing_else = classes()
            .that()
            .resideInAPackage("io.reverseetl.connect.transforms.mapping")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(everywhereAnd(
                    "io.reverseetl.connect.transforms.mapping",
                    "org.apache.kafka.connect.data",
                    "org.apache.kafka.connect.errors"));

    private static String[] everywhereAnd(String... packages) {
        return Stream.concat(Stream.of(packages), EVERYWHERE.stream()).toArray(String[]::new);
    }
}
