// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The example's DAG in a real Airflow, with a rebuild by SQL in the place of dbt. */
@Tag("python")
@ExtendWith(Environment.class)
class AirflowIT {

    private static final Customers CUSTOMERS = new Customers("nightly");
    private static final String SINK = "nightly-sink";
    private static final String RESULTS = CUSTOMERS.topic() + ".results";
    private static final String TAKEN_BACK = CUSTOMERS.topic() + ".taken-back";
    private static final int FIRST_ROWS = 250;
    private static final int ROWS = 300;

    /** As long as nobody takes it back. */
    private static final String AWAY = "[{\"kind\":\"status\",\"status\":503,\"times\":100000}]";

    @Test
    void the_dag_is_green_once_every_row_has_an_outcome_and_red_if_too_many_are_rejected(
            LocalCluster cluster, @TempDir Path files) throws Exception {
        Airflow airflow = new Airflow(cluster, Environment.directory("airflow.directory"));
        airflow.install();
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        JsonHttp crm = new JsonHttp(cluster.crm().url(), cluster.crm().token());
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: a job that has run before, and a topic whose end no sink ever commits
            takeBack(cluster, InputTopic.create(cluster, TAKEN_BACK, 1));
            CUSTOMERS.create(statement);
            CUSTOMERS.insert(statement, 1, FIRST_ROWS);
            connectors.create(CUSTOMERS.source("nightly-source", Map.of("poll.interval.ms", "60000")));
            ConnectorRest sink = connectors.create(CUSTOMERS.sink(
                    SINK,
                    Map.of(
                            "topics", CUSTOMERS.topic() + "," + TAKEN_BACK,
                            "consumer.override.isolation.level", "read_committed",
                            "kafka.bootstrap.servers", cluster.broker().bootstrapServers(),
                            "results.topic", RESULTS,
                            "results.topic.replication.factor", "1",
                            "retry.backoff.max.ms", "500",
                            "breaker.open.ms", "500")));
            CUSTOMERS.awaitContacts(contacts, statement);
            Map<Integer, Long> before = ends(cluster);
            crm.send("POST", "/_/faults", AWAY).orThrow();

            try (Handshake dbt = new Handshake(files);
                    Airflow.Run run = airflow.start(dbt.command(), params(1))) {
                // When: dbt has built the table, with a row that the CRM refuses, and the CRM is away
                dbt.awaitBegin(run);
                CUSTOMERS.change(statement, 1, 100);
                CUSTOMERS.insert(statement, FIRST_ROWS + 1, ROWS);
                statement.execute("UPDATE nightly SET email = 'nobody' WHERE customer_id = 300");
                dbt.end();
                run.awaitOutput("Records without an outcome in " + CUSTOMERS.topic());
                sink.restart();
                assertThat(run.process().isAlive()).isTrue();

                // When
                crm.send("DELETE", "/_/faults", null).orThrow();
                int exitCode = run.exitCode();

                // Then: all is there when it ends, not some time later
                assertThat(CUSTOMERS.actual(contacts)).isEqualTo(CUSTOMERS.expected(statement));
                assertThat(exitCode).as(run.output()).isZero();
                Map<String, Long> outcomes = outcomes(cluster, before);
                assertThat(outcomes).containsEntry("rejected", 1L);
                assertThat(outcomes.values().stream().mapToLong(count -> count).sum())
                        .isEqualTo(150);
                assertThat(reported(run)).isEqualTo(outcomes);
            }

            // When: three more are refused, and the limit is two
            try (Handshake dbt = new Handshake(Files.createDirectory(files.resolve("second")));
                    Airflow.Run run = airflow.start(dbt.command(), params(2))) {
                dbt.awaitBegin(run);
                statement.execute("UPDATE nightly SET email = 'nobody', last_updated = now() WHERE customer_id < 4");
                dbt.end();

                // Then
                assertThat(run.exitCode()).as(run.output()).isNotZero();
                assertThat(run.output()).contains("3 of 3 records were rejected", "max_rejected is 2", RESULTS);
            }
        }
    }

    private static ObjectNode params(int maxRejected) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("source", "nightly-source").put("sink", SINK).put("max_rejected", maxRejected);
        params.putArray("tables").add("public.nightly");
        return params;
    }

    /** Leaves nothing but a record that was taken back, and the marker that says so. */
    private static void takeBack(LocalCluster cluster, InputTopic topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.broker().bootstrapServers(), "transactional.id", topic.name());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic.name(), "none"));
            producer.flush();
            producer.abortTransaction();
        }
    }

    /** Behind the last record of each partition of the input topic. */
    private static Map<Integer, Long> ends(LocalCluster cluster) {
        return new Topic(cluster.broker().bootstrapServers(), CUSTOMERS.topic())
                .messages().stream()
                        .collect(
                                Collectors.toMap(Topic.Message::partition, message -> message.offset() + 1, Math::max));
    }

    /** The last outcome of each record behind these, counted. */
    private static Map<String, Long> outcomes(LocalCluster cluster, Map<Integer, Long> before) {
        Map<List<Long>, String> last = new HashMap<>();
        for (Topic.Message message : new Topic(cluster.broker().bootstrapServers(), RESULTS).messages()) {
            JsonNode result = message.value();
            int partition = result.path("partition").asInt();
            long offset = result.path("offset").asLong();
            if (offset >= before.getOrDefault(partition, 0L)) {
                last.put(
                        List.of((long) partition, offset),
                        result.path("outcome").asText());
            }
        }
        return last.values().stream()
                .collect(Collectors.groupingBy(outcome -> outcome, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> reported(Airflow.Run run) {
        Map<String, Long> outcomes = new TreeMap<>();
        String line = run.output()
                .lines()
                .filter(said -> said.startsWith("Outcomes: "))
                .findFirst()
                .orElseThrow();
        Matcher counts = Pattern.compile("\"(\\w+)\": (\\d+)").matcher(line);
        while (counts.find()) {
            outcomes.put(counts.group(1), Long.valueOf(counts.group(2)));
        }
        return outcomes;
    }

    /** Lets the test do what dbt would: the DAG's command waits until it is done. */
    private record Handshake(Path files) implements AutoCloseable {

        String command() {
            return "touch %1$s/begun && until [ -e %1$s/done ]; do sleep 0.1; done".formatted(files);
        }

        void awaitBegin(Airflow.Run run) {
            Awaitility.await("the command in the place of dbt")
                    .atMost(Connectors.PATIENCE.multipliedBy(2))
                    .until(() -> {
                        assertThat(run.process().isAlive()).as(run.output()).isTrue();
                        return Files.exists(files.resolve("begun"));
                    });
        }

        void end() throws IOException {
            Files.createFile(files.resolve("done"));
        }

        @Override
        public void close() throws IOException {
            if (!Files.exists(files.resolve("done"))) {
                end();
            }
        }
    }
}
