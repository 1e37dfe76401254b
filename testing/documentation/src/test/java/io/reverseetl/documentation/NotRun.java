// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.util.List;
import java.util.Optional;

/**
 * A snippet that no test of this module runs, and why.
 *
 * @param page what its file begins with
 * @param text what it begins with
 */
record NotRun(String page, String text, String why) {

    private static final String THE_GATE = "builds the whole, as the gate does by itself";
    private static final String A_RELEASE = "builds the whole twice, which is done for a release";
    private static final String ENGINE = "needs a container engine, with which .ci/containers.sh runs the example";
    private static final String OPERATOR = "needs an operator, and says that it was not run";
    private static final String ANOTHER_DATABASE =
            "needs another database, with which a test of the source runs the example";
    private static final String OTHER_TOOL = "a test of the system runs the example with the tool itself";
    private static final String PICTURE = "a picture";
    private static final String OUTPUT = "what something has put out";
    private static final String FORMULA = "a formula";
    private static final String TRANSFORM = "the transforms' own test runs it";

    static final List<NotRun> ALL = List.of(
            new NotRun("", "./quickstart.sh", THE_GATE),
            new NotRun("", "mvn ", THE_GATE),
            new NotRun("docs/releasing.md", "build/check-reproducible.sh", A_RELEASE),
            new NotRun("config-examples/docker/", "", ENGINE),
            new NotRun("config-examples/strimzi/", "kubectl", OPERATOR),
            new NotRun("config-examples/any-jdbc-database/", "", ANOTHER_DATABASE),
            new NotRun("config-examples/mariadb-table/", "", ANOTHER_DATABASE),
            new NotRun("docs/source.md", "CREATE INDEX by_change", ANOTHER_DATABASE),
            new NotRun("config-examples/airflow/", "begin ", PICTURE),
            new NotRun("config-examples/airflow/", "", OTHER_TOOL),
            new NotRun("config-examples/dbt/", "", OTHER_TOOL),
            new NotRun("config-examples/monitoring/", "", OTHER_TOOL),
            new NotRun("README.md", "PostgreSQL ", PICTURE),
            new NotRun("docs/architecture.md", "PostgreSQL ", PICTURE),
            new NotRun("docs/sink.md", "consumed ", PICTURE),
            new NotRun("README.md", "customers: ", OUTPUT),
            new NotRun("docs/sink.md", "category=", OUTPUT),
            new NotRun("docs/sink.md", "crm.error.category=", OUTPUT),
            new NotRun("docs/sink.md", "contacts: ", OUTPUT),
            new NotRun("docs/sink.md", "{\"v\":1,", OUTPUT),
            new NotRun("docs/source.md", "Limit ", OUTPUT),
            new NotRun("docs/guides/sizing.md", "", FORMULA),
            new NotRun(
                    "docs/salesforce.md", "LastName = ", "a part of a mapping, which the example with Salesforce has"),
            new NotRun("docs/transforms.md", "", TRANSFORM));

    private boolean isAbout(Snippet snippet) {
        return snippet.page().toString().startsWith(page) && snippet.text().startsWith(text);
    }

    static Optional<NotRun> of(Snippet snippet) {
        return ALL.stream().filter(each -> each.isAbout(snippet)).findFirst();
    }
}
