// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.LocalCluster;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
