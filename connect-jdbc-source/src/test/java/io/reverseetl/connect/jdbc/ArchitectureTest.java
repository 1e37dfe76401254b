// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Who may use whom: connector → engine → dialect ← each kind of database, with records beside the engine. */
@AnalyzeClasses(packages = "io.reverseetl.connect.jdbc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.reverseetl.connect.jdbc";
    private static final String CONNECT = "org.apache.kafka.connect..";
    private static final String[] ADAPTERS = {ROOT + ".postgres", ROOT + ".mysql", ROOT + ".generic"};

    @ArchTest
    static final ArchRule the_port_knows_neither_its_users_nor_its_adapters = noClasses()
            .that()
            .resideInAPackage(ROOT + ".dialect")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".engine",
                    ROOT + ".sql",
                    ROOT + ".postgres",
                    ROOT + ".mysql",
                    ROOT + ".generic",
                    ROOT + ".record",
                    CONNECT);

    @ArchTest
    static final ArchRule an_adapter_knows_the_port_and_what_adapters_share = noClasses()
            .that()
            .resideInAnyPackage(ADAPTERS)
            .or()
            .resideInAPackage(ROOT + ".sql")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".engine", ROOT + ".record", CONNECT);

    @ArchTest
    static final ArchRule the_engine_knows_nothing_of_kafka = noClasses()
            .that()
            .resideInAPackage(ROOT + ".engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".sql",
                    ROOT + ".postgres",
                    ROOT + ".mysql",
                    ROOT + ".generic",
                    ROOT + ".record",
                    "org.apache.kafka..");

    @ArchTest
    static final ArchRule records_know_nothing_of_the_connector = noClasses()
            .that()
            .resideInAPackage(ROOT + ".record")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".sql", ROOT + ".postgres", ROOT + ".mysql", ROOT + ".generic");

    @ArchTest
    static final ArchRule the_connector_meets_a_database_through_the_port = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".sql", ROOT + ".postgres", ROOT + ".mysql", ROOT + ".generic");

    @ArchTest
    static final ArchRule adapters_do_not_know_each_other = SlicesRuleDefinition.slices()
            .matching(ROOT + ".(postgres|mysql|generic)")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule remembered_keys_are_an_adapter_of_the_engines_port = noClasses()
            .that()
            .resideInAPackage(ROOT + ".keys")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".record", ROOT + ".sql", ROOT + ".postgres", CONNECT);

    @ArchTest
    static final ArchRule clients_of_our_own_are_described_by_the_config_and_used_for_keys = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".keys")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.reverseetl.connect.kafka", "org.apache.kafka.clients..");

    @ArchTest
    static final ArchRule no_cycles =
            SlicesRuleDefinition.slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_sleeps_or_reads_the_clock_in_passing = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");
}
