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

    private static final List<String> EVERYWHERE = List.of("java..", "javax.crypto..", "org.jspecify.annotations");

    private static final String ROOT = "io.reverseetl.connect.transforms";

    private static final List<String> DATA_MODEL =
            List.of("org.apache.kafka.connect.data", "org.apache.kafka.connect.errors");

    @ArchTest
    static final ArchRule the_transforms_meet_connect_and_what_the_plugins_share = onlyOf(
            ROOT,
            List.of(
                    ROOT + "..",
                    "io.reverseetl.connect.support",
                    "org.apache.kafka.connect.components",
                    "org.apache.kafka.connect.connector",
                    "org.apache.kafka.connect.data",
                    "org.apache.kafka.connect.errors",
                    "org.apache.kafka.connect.header",
                    "org.apache.kafka.connect.transforms",
                    "org.apache.kafka.connect.transforms.predicates",
                    "org.apache.kafka.common.cache",
                    "org.apache.kafka.common.config",
                    "org.apache.kafka.common.config.types"));

    @ArchTest
    static final ArchRule syntax_knows_the_jdk_alone = onlyOf(ROOT + ".syntax", List.of(ROOT + ".syntax"));

    @ArchTest
    static final ArchRule data_knows_the_data_model_and_syntax =
            onlyOf(ROOT + ".data", and(DATA_MODEL, ROOT + ".data", ROOT + ".syntax"));

    @ArchTest
    static final ArchRule a_mapping_knows_the_data_model_and_nothing_else =
            onlyOf(ROOT + ".mapping", and(DATA_MODEL, ROOT + ".mapping", ROOT + ".data", ROOT + ".syntax"));

    @ArchTest
    static final ArchRule the_library_of_phone_numbers_is_known_in_one_package =
            onlyOf(ROOT + ".contact", List.of(ROOT + ".contact", "com.google.i18n.phonenumbers"));

    @ArchTest
    static final ArchRule the_library_of_expressions_is_known_in_one_package = onlyOf(
            ROOT + ".jsonata",
            and(DATA_MODEL, ROOT + ".jsonata", ROOT + ".data", ROOT + ".syntax", "com.dashjoin.jsonata"));

    @ArchTest
    static final ArchRule rules_know_no_records = onlyOf(
            ROOT + ".validation",
            and(
                    DATA_MODEL,
                    ROOT + ".validation",
                    ROOT + ".data",
                    ROOT + ".syntax",
                    ROOT + ".contact",
                    ROOT + ".jsonata"));

    @ArchTest
    static final ArchRule protection_knows_no_records = onlyOf(
            ROOT + ".protection",
            and(DATA_MODEL, ROOT + ".protection", ROOT + ".data", ROOT + ".syntax", ROOT + ".contact"));

    private static ArchRule onlyOf(String of, List<String> packages) {
        return classes()
                .that()
                .resideInAPackage(of)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        and(EVERYWHERE, packages.toArray(String[]::new)).toArray(String[]::new));
    }

    private static List<String> and(List<String> packages, String... more) {
        return Stream.concat(packages.stream(), Stream.of(more)).toList();
    }
}
