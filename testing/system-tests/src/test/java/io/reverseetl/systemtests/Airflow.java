// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Airflow with the example's DAG, run by its script against a cluster.
 *
 * @param files that the script makes, kept from run to run
 */
record Airflow(LocalCluster cluster, Path files) {

    private static final int NOT_INSTALLED = 3;
    private static final int MINUTES_TO_INSTALL = 10;

    /** Installs Airflow if it is not there, and skips the test where it cannot be. */
    void install() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Run version = start(Map.of(), "version");
        int exitCode = version.exitCode();
        System.out.printf("Airflow is there after %,d ms%n", (System.nanoTime() - begun) / 1_000_000);
        if (exitCode == NOT_INSTALLED) {
            Needed.isMissing(version.output());
        }
        assertThat(exitCode).as(version.output()).isZero();
    }

    /**
     * Starts a run of the DAG.
     *
     * @param dbt the command in the place of dbt
     */
    Run start(String dbt, ObjectNode params) throws IOException {
        return start(
                Map.of("AIRFLOW_VAR_REVERSE_ETL_DBT", dbt),
                "dags",
                "test",
                "warehouse_to_crm",
                "--conf",
                params.toString());
    }

    private Run start(Map<String, String> environment, String... arguments) throws IOException {
        Files.createDirectories(files);
        Path log = Files.createTempFile(files, "airflow-", ".log");
        List<String> command = new ArrayList<>();
        command.add(Environment.directory("examples.directory")
                .resolve("airflow/run.sh")
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "REVERSE_ETL_AIRFLOW", files.toString(),
                        "AIRFLOW_CONN_REVERSE_ETL_CONNECT", cluster.connect().url(),
                        "AIRFLOW_CONN_REVERSE_ETL_KAFKA",
                                "{\"conn_type\": \"kafka\", \"extra\": {\"bootstrap.servers\": \"%s\"}}"
                                        .formatted(cluster.broker().bootstrapServers())));
        return new Run(builder.start(), log);
    }

    /** One process of Airflow, ended at the latest when the test ends. */
    record Run(Process process, Path log) implements AutoCloseable {

        String output() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(MINUTES_TO_INSTALL, TimeUnit.MINUTES))
                    .as("%s", output())
                    .isTrue();
            return process.exitValue();
        }

        /** Waits until the DAG has said something, and fails if it ends without. */
        void awaitOutput(String said) {
            Awaitility.await(said).atMost(Connectors.PATIENCE.multipliedBy(2)).until(() -> {
                if (!process.isAlive() && !output().contains(said)) {
                    throw new AssertionError("Airflow has ended without saying '" + said + "': " + output());
                }
                return output().contains(said);
            });
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
