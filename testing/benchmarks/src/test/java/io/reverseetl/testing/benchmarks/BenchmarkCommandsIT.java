// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each benchmark, as the command line starts it, in small. */
class BenchmarkCommandsIT {

    @Test
    void the_command_reports_every_contender_as_markdown_and_json() throws IOException {
        // Given
        Path home = directory("layout.directory");

        // When
        int exitCode = new CommandLine(new Benchmarks())
                .execute(
                        "source-throughput",
                        "--rows=2000",
                        "--rounds=1",
                        "--only=^(bare loop|defaults)$",
                        "--home=" + home,
                        "--kafka=" + directory("kafka.distribution"));

        // Then
        assertThat(exitCode).isZero();
        assertThat(home.resolve("reports/source-throughput.md")).content().contains("| bare loop |", "| defaults |");
        JsonNode report = new ObjectMapper()
                .readTree(home.resolve("reports/source-throughput.json").toFile());
        assertThat(report.path("rows").asInt()).isEqualTo(2000);
        assertThat(report.path("lines")).hasSize(2).allSatisfy(line -> {
            assertThat(line.path("rowsPerSecond").asDouble()).isPositive();
            assertThat(line.path("ofLimit").asDouble()).isPositive();
        });
    }

    @Test
    void the_sink_is_measured_beside_the_bare_loop_and_brings_every_record_though_the_crm_fails() throws IOException {
        // Given
        Path home = directory("layout.directory");

        // When
        int exitCode = new CommandLine(new Benchmarks())
                .execute(
                        "sink-throughput",
                        "--records=2000",
                        "--rounds=1",
                        "--in-flight=4",
                        "--latency-ms=5",
                        "--home=" + home,
                        "--kafka=" + directory("kafka.distribution"));

        // Then: twenty batches of a hundred, and a few more that lingered.
        assertThat(exitCode).isZero();
        JsonNode report = new ObjectMapper()
                .readTree(home.resolve("reports/sink-throughput.json").toFile());
        assertThat(report.path("lines")).singleElement().satisfies(line -> {
            assertThat(line.path("ofLimit").asDouble()).isPositive();
            assertThat(line.path("callsPerRecord").asDouble()).isBetween(0.01, 0.02);
        });
        assertThat(report.path("faulty").path("recordsPerSecond").asDouble()).isPositive();
    }

    @Test
    void a_load_by_two_workers_is_told_over_time() throws IOException {
        // Given
        Path home = directory("layout.directory");

        // When
        int exitCode = new CommandLine(new Benchmarks())
                .execute(
                        "load",
                        "--rows=3000",
                        "--latency-ms=5",
                        "--sample-ms=50",
                        "--no-plot",
                        "--home=" + home,
                        "--kafka=" + directory("kafka.distribution"));

        // Then: all are there, both workers have been watched.
        assertThat(exitCode).isZero();
        JsonNode report =
                new ObjectMapper().readTree(home.resolve("reports/load.json").toFile());
        assertThat(report.path("rows").asInt()).isEqualTo(3000);
        assertThat(report.path("tenths")).isNotEmpty().allSatisfy(tenth -> {
            assertThat(tenth.path("lowestHeap"))
                    .hasSize(2)
                    .allSatisfy(heap -> assertThat(heap.asLong()).isPositive());
            assertThat(tenth.path("highestResident")).hasSize(2);
        });
    }

    @Test
    void freshness_is_at_least_what_the_crm_takes_to_answer() throws IOException {
        // Given
        Path home = directory("layout.directory");

        // When
        int exitCode = new CommandLine(new Benchmarks())
                .execute(
                        "sink-freshness",
                        "--records=20",
                        "--latency-ms=30",
                        "--home=" + home,
                        "--kafka=" + directory("kafka.distribution"));

        // Then
        assertThat(exitCode).isZero();
        JsonNode report = new ObjectMapper()
                .readTree(home.resolve("reports/sink-freshness.json").toFile());
        assertThat(report.path("lines").path(0).path("p50").asDouble()).isGreaterThan(30);
    }

    @Test
    @Tag("python")
    void a_script_loses_rows_when_the_crm_fails_and_the_connectors_do_not() throws IOException {
        // Given
        Path home = directory("layout.directory");
        assumeInstalled(home);

        // When
        int exitCode = new CommandLine(new Benchmarks())
                .execute(
                        "script",
                        "--rows=300",
                        "--latency-ms=0",
                        "--fault-rate=0.5",
                        "--runs=2",
                        "--home=" + home,
                        "--kafka=" + directory("kafka.distribution"));

        // Then: a batch has a hundred rows
        assertThat(exitCode).isZero();
        JsonNode lines = new ObjectMapper()
                .readTree(home.resolve("reports/script.json").toFile())
                .path("lines");
        assertThat(lines)
                .extracting(line -> line.path("missing").asInt() > 0)
                .containsExactly(false, false, true, true, false);
        assertThat(lines.path(0).path("calls").asInt()).isEqualTo(300);
        assertThat(lines.path(1).path("calls").asInt()).isBetween(3, 10);
        assertThat(lines.path(2).path("calls").asInt()).isEqualTo(300);
        // Then: the connectors have met failures too
        assertThat(lines.path(4).path("calls").asInt()).isGreaterThan(3);
    }

    private static void assumeInstalled(Path home) {
        try {
            SyncScript.install(home.resolve("script"));
        } catch (IllegalStateException e) {
            assertThat(Boolean.getBoolean("require.all")).as(e.getMessage()).isFalse();
            Assumptions.abort("SKIPPED: " + e.getMessage());
        }
    }

    private static Path directory(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }
}
