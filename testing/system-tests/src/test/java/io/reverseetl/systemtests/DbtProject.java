// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.cluster.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The dbt project of the examples, run by its script, on a database.
 *
 * @param files that the script makes, kept from run to run, as installing dbt takes longer than running it
 */
record DbtProject(Postgres database, Path files) {

    private static final int NOT_INSTALLED = 3;

    /** Runs dbt to its end, and skips the test where dbt cannot be installed. */
    void run(String... arguments) throws IOException, InterruptedException {
        Path project = Environment.directory("examples.directory").resolve("dbt");
        List<String> command = new ArrayList<>(List.of(project.resolve("run.sh").toString(), "--no-use-colors"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "REVERSE_ETL_DBT", files.toString(),
                        "DBT_HOST", "127.0.0.1",
                        "DBT_PORT", String.valueOf(database.port()),
                        "DBT_USER", database.user(),
                        "DBT_ENV_SECRET_PASSWORD", database.password()));
        Process dbt = builder.start();
        String output = new String(dbt.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = dbt.waitFor();
        if (exitCode == NOT_INSTALLED) {
            Needed.isMissing(output);
        }
        assertThat(exitCode).as(output).isZero();
    }
}
