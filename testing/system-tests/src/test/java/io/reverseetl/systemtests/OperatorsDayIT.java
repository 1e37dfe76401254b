// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.JsonHttp.Answer;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What an operator does to connectors over REST, one thing after the other. After each, the topic has exactly the
 * records that it should have, and the CRM is as the database.
 */
@ExtendWith(Environment.class)
class OperatorsDayIT {

    private static final int FIRST = 2_000_001;
    private static final int ROWS = 200;

    private final Customers customers = new Customers("day_customers");

    /** How many records each customer is to have by now. */
    private final Map<Integer, Long> records = new TreeMap<>();

    private LocalCluster cluster;
    private ConnectRest connect;
    private Connectors connectors;
    private Statement statement;
    private Contacts contacts;
    private ConnectorRest source;
    private ConnectorRest sink;

    @Test
    void nothing_is_lost_or_repeated_by_what_an_operator_does_in_a_day(LocalCluster shared)
            throws SQLException, IOException {
        cluster = shared;
        connect = cluster.connect();
        contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        try (Connection database = cluster.postgres().connect();
                Statement open = database.createStatement();
                Connectors created = new Connectors(connect)) {
            statement = open;
            connectors = created;
            createTables();

            validate();
            create();
            pauseAndResume();
            setOffsetsOfTheSource();
            resetOffsetsOfTheSource();
            setAndResetOffsetsOfTheSink();
            restartWhatHasFailed();
            changeTheConfig();
            deleteAndCreateAgain();
        }
    }

    /** Customers that changed a minute apart, and another table, for a second task. */
    private void createTables() throws SQLException {
        customers.create(statement);
        customers.insert(statement, FIRST, FIRST + ROWS - 1);
        statement.execute("UPDATE day_customers SET last_updated = timestamptz '2026-01-01 00:00:00Z'"
                + " + (customer_id - " + FIRST + ") * interval '1 minute'");
        statement.execute("CREATE TABLE day_orders (id int PRIMARY KEY, amount numeric(4, 1) NOT NULL,"
                + " last_updated timestamptz NOT NULL DEFAULT now());"
                + "INSERT INTO day_orders VALUES (1, 17.5)");
    }

    private void validate() {
        ObjectNode mistaken = customers.source("day-source", Map.of("timestamp.column.name", "last_update"));

        assertThat(connect.validate(Connectors.config(mistaken))).containsOnlyKeys("timestamp.column.name");
        assertThat(connect.validate(Connectors.config(sourceConfig()))).isEmpty();
        assertThat(connect.validate(Connectors.config(sinkConfig()))).isEmpty();
    }

    private void create() throws SQLException {
        source = connectors.create(sourceConfig());
        sink = connectors.create(sinkConfig());

        source.awaitStates("RUNNING", "RUNNING", "RUNNING");
        sink.awaitStates("RUNNING", "RUNNING", "RUNNING");
        expectRecordsOf(customer -> true);
        assertSettled();
        await().atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(source.offsets().findValuesAsText("table"))
                        .containsExactlyInAnyOrder("public.day_customers", "public.day_orders"));
    }

    private void pauseAndResume() throws SQLException {
        // The sink: the source goes on, and the CRM is left alone.
        Map<?, ?> before = customers.actual(contacts);
        sink.pause();
        change(1, 5);
        awaitRecords();
        assertThat(customers.actual(contacts)).isEqualTo(before);
        sink.resume();
        assertSettled();

        // The source: nothing is read.
        source.pause();
        Map<Integer, Long> read = customers.records(cluster);
        change(6, 10);
        await().during(Duration.ofSeconds(2)).until(() -> customers.records(cluster), read::equals);
        source.resume();
        assertSettled();
    }

    private void setOffsetsOfTheSource() throws SQLException {
        String time = "2026-01-01 03:00:00+00";
        String early = offsetOfCustomers("{\"v\": 1, \"ts\": \"" + time + "\", \"key\": \"{}\"}");

        // While it runs, Connect refuses; what cannot be an offset, the connector.
        assertThat(source.alterOffsets(early).status()).isEqualTo(400);
        source.stop();
        Answer refused = source.alterOffsets(
                offsetOfCustomers("{\"v\": 1, \"ts\": \"" + time + "\", \"key\": \"{\\\"no\\\":\\\"1\\\"}\"}"));
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(refused.body().path("message").asText()).contains("public.day_customers", "[no]", "[customer_id]");

        source.alterOffsets(early).orThrow();
        try (ResultSet rows =
                statement.executeQuery("SELECT customer_id FROM day_customers WHERE last_updated >= '" + time + "'")) {
            while (rows.next()) {
                records.merge(rows.getInt(1), 1L, Long::sum);
            }
        }
        source.resume();
        assertSettled();
    }

    private void resetOffsetsOfTheSource() throws SQLException {
        source.stop();
        source.resetOffsets();
        assertThat(source.offsets()).isEmpty();

        expectRecordsOf(customer -> true);
        source.resume();
        assertSettled();
    }

    private void setAndResetOffsetsOfTheSink() throws SQLException {
        Map<?, ?> before = customers.actual(contacts);
        sink.stop();
        int upserts = contacts.upserts();
        sink.alterOffsets("""
                [{"partition": {"kafka_topic": "warehouse.day_customers", "kafka_partition": 0},
                  "offset": {"kafka_offset": 0}}]
                """).orThrow();
        assertThat(sink.offsets())
                .anySatisfy(offset ->
                        assertThat(offset.at("/offset/kafka_offset").asInt()).isZero());
        sink.resetOffsets();
        assertThat(sink.offsets()).isEmpty();

        // Everything is written once more, which changes nothing.
        sink.resume();
        assertSettled();
        assertThat(contacts.upserts()).isGreaterThan(upserts);
        assertThat(customers.actual(contacts)).isEqualTo(before);
    }

    private void restartWhatHasFailed() throws SQLException, IOException {
        try (Jmx jmx = Jmx.of(cluster.workers().get(0))) {
            // One of two tasks fails, and says why; the other goes on.
            statement.execute("INSERT INTO day_orders VALUES (2, 'NaN')");
            await().atMost(Connectors.PATIENCE).until(() -> connect.failure("day-source"), Objects::nonNull);
            assertThat(connect.failure("day-source")).contains("public.day_orders", "amount");
            change(11, 15);
            assertSettled();

            // Once the row is corrected, that task alone is started anew: the figures of the other go on.
            String figures = "kafka.connect:type=plugins,connector=day-source,task=%d,table=public.day_customers"
                    .formatted(runningTask());
            Object read = jmx.value(figures, "rows-total");
            statement.execute("UPDATE day_orders SET amount = 2 WHERE id = 2");
            source.restartFailed();
            Topic orders = new Topic(cluster.broker().bootstrapServers(), "warehouse.day_orders");
            await().atMost(Connectors.PATIENCE)
                    .until(() -> orders.messages().stream()
                            .anyMatch(message -> message.key().path("id").asInt() == 2));
            assertThat(read).isInstanceOf(Long.class);
            assertThat(jmx.value(figures, "rows-total")).isEqualTo(read);
        }
    }

    /** The number of the one task of the source that runs. */
    private int runningTask() {
        JsonNode tasks = connect.status("day-source").body().path("tasks");
        return IntStream.range(0, tasks.size())
                .filter(task -> tasks.path(task).path("state").asText().equals("RUNNING"))
                .reduce((one, other) -> {
                    throw new AssertionError("More than one task runs: " + tasks);
                })
                .orElseThrow();
    }

    private void changeTheConfig() throws SQLException {
        String mapping = sinkConfig().at("/config/transforms.contact.mapping").asText();

        // As a whole, and of a running connector: what comes from now on is mapped so.
        ObjectNode config = (ObjectNode) sinkConfig().path("config");
        config.put("transforms.contact.mapping", mapping.replace("'customer'", "'opportunity'"));
        sink.send("PUT", "/config", config.toString()).orThrow();
        sink.awaitRunning();
        change(16, 20);
        await().atMost(Connectors.PATIENCE)
                .until(() -> customers.contacts(contacts).entrySet().stream()
                        .allMatch(contact -> contact.getValue()
                                .path("lifecyclestage")
                                .asText()
                                .equals(isBetween(16, 20).test(contact.getKey()) ? "opportunity" : "customer")));

        // One key of it, back again.
        ObjectNode patch = config.objectNode().put("transforms.contact.mapping", mapping);
        sink.send("PATCH", "/config", patch.toString()).orThrow();
        sink.awaitRunning();
        change(16, 20);
        assertSettled();
    }

    private void deleteAndCreateAgain() throws SQLException {
        connectors.delete(source);
        connectors.delete(sink);
        assertThat(connect.status("day-source").status()).isEqualTo(404);
        change(21, 25);
        customers.insert(statement, FIRST + ROWS, FIRST + ROWS);
        records.put(FIRST + ROWS, 1L);

        source = connectors.create(sourceConfig());
        sink = connectors.create(sinkConfig());
        assertSettled();
    }

    private ObjectNode sourceConfig() {
        return customers.source(
                "day-source", Map.of("table.include.list", "public\\.day_(customers|orders)", "tasks.max", "2"));
    }

    private ObjectNode sinkConfig() {
        return customers.sink("day-sink", Map.of("tasks.max", "2"));
    }

    private static String offsetOfCustomers(String offset) {
        return "[{\"partition\": {\"table\": \"public.day_customers\"}, \"offset\": " + offset + "}]";
    }

    /** Changes the customers at these places, from 1, both inclusive; each is to have one record more. */
    private void change(int from, int to) throws SQLException {
        customers.change(statement, FIRST + from - 1, FIRST + to - 1);
        expectRecordsOf(isBetween(from, to));
    }

    private static IntPredicate isBetween(int from, int to) {
        return customer -> customer >= FIRST + from - 1 && customer < FIRST + to;
    }

    private void expectRecordsOf(IntPredicate which) {
        IntStream.range(FIRST, FIRST + ROWS).filter(which).forEach(customer -> records.merge(customer, 1L, Long::sum));
    }

    private void awaitRecords() {
        await("as many records as are expected")
                .atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(customers.records(cluster)).isEqualTo(records));
    }

    /** The topic has what it should have, the CRM is as the database, and the sink's offsets are at the end. */
    private void assertSettled() throws SQLException {
        awaitRecords();
        customers.awaitContacts(contacts, statement);
        long all = records.values().stream().mapToLong(Long::longValue).sum();
        await("offsets of all records")
                .atMost(Connectors.PATIENCE)
                .until(() -> sink.offsets().findValues("kafka_offset").stream()
                                .mapToLong(JsonNode::asLong)
                                .sum()
                        == all);
    }
}
