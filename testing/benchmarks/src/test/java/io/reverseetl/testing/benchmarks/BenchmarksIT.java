// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The benchmarks run, and what they compare does the same work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchmarksIT {

    private static final int ROWS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private LocalCluster cluster;
    private Workers workers;
    private Topics topics;

    @BeforeAll
    void start() throws SQLException {
        cluster = new Layout(directory("layout.directory"), directory("kafka.distribution")).start();
        workers = new Workers(cluster);
        topics = new Topics(cluster.broker().bootstrapServers());
        try (Connection connection = cluster.postgres().connect()) {
            CustomersTable.create(connection, "customers", ROWS);
        }
    }

    @AfterAll
    void stop() {
        topics.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_bare_loop_writes_what_the_connector_writes(boolean schemas) {
        // Given
        List<String> tables = List.of("customers");
        String enabled = Boolean.toString(schemas);
        Contender loop = new Loop(cluster, "loop", "customers", schemas, Map.of());
        Contender connector = new Connector(
                workers::ordinary,
                "connector",
                "loop",
                tables,
                Map.of("key.converter.schemas.enable", enabled, "value.converter.schemas.enable", enabled));

        // When
        List<String> ofLoop = copied(loop, "loop-" + schemas + ".");
        List<String> ofConnector = copied(connector, "connector-" + schemas + ".");

        // Then
        assertThat(ofLoop).hasSize(ROWS);
        assertThat(ofConnector).isEqualTo(ofLoop);
    }

    @Test
    void a_copy_that_is_not_that_of_all_rows_is_refused() {
        Contender oneTooMany = new Contender() {
            @Override
            public String name() {
                return "one too many";
            }

            @Override
            public String limit() {
                return name();
            }

            @Override
            public List<String> tables() {
                return List.of("customers");
            }

            @Override
            public ProcessUse process() {
                return new ProcessUse(ProcessHandle.current());
            }

            @Override
            public Running start(String prefix) {
                write(prefix + "customers", ROWS + 1);
                return new Finished();
            }
        };

        assertThatThrownBy(() -> Copy.measure(oneTooMany, topics, "wrong.", ROWS))
                .hasMessageContaining("301 records of 300 rows");
    }

    @Test
    void every_row_arrives_and_is_timed() throws SQLException {
        // Given
        Connector connector = new Connector(
                workers::ordinary,
                "connector",
                "connector",
                List.of("arriving"),
                Map.of("poll.interval.ms", "100", "watermark.margin.ms", "0"));

        // When
        Arrivals arrivals = Arrivals.measure(cluster.postgres(), topics, connector, "arriving", 20);

        // Then
        assertThat(arrivals.micros().getTotalCount()).isEqualTo(20);
        assertThat(arrivals.millis(50)).isPositive();
    }

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

    @Test
    void a_run_that_is_ended_leaves_no_process_behind() throws Exception {
        // Given
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Benchmarks.class.getName(),
                        "sink-throughput",
                        "--records=1000000",
                        "--home=" + directory("layout.directory"),
                        "--kafka=" + directory("kafka.distribution"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(PATIENCE).until(() -> run.children().count() >= 3);
        List<ProcessHandle> children = run.children().toList();

        // When
        run.destroy();

        // Then
        assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    private List<String> copied(Contender contender, String prefix) {
        List<String> names = List.of(prefix + "customers");
        topics.create(names);
        try (Contender.Running running = contender.start(prefix);
                KafkaConsumer<byte[], byte[]> consumer = topics.consumer(names)) {
            List<String> records = new ArrayList<>();
            while (records.size() < ROWS) {
                running.check();
                consumer.poll(Duration.ofMillis(500))
                        .forEach(record -> records.add(text(record.key()) + " " + text(record.value())));
            }
            return records;
        }
    }

    private void write(String topic, int records) {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.broker().bootstrapServers(),
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, new byte[1]));
            }
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static Path directory(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }

    /** Nothing left to do. */
    private record Finished() implements Contender.Running {

        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}
