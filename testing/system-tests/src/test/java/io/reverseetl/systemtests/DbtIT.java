// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The example with dbt: one mart, built as a table, as an incremental model and as a snapshot, each on its way to a CRM
 * of its own, and what a source sees of it that goes by business time.
 */
@Tag("python")
@ExtendWith(Environment.class)
class DbtIT {

    private static final int SEEDED = 20;
    private static final int ROWS = 10_000;
    private static final int CHANGED = ROWS / 100;
    private static final int BATCH = 100;

    /** A batch that lingers may leave before it is full. */
    private static final int SPARE_CALLS = 2;

    private static final String GENERATE = """
        INSERT INTO analytics.raw_customers (customer_id, first_name, last_name, email, city, country, updated_at)
        SELECT n, 'Ann', 'No. ' || n, 'dbt.' || n || '@example.com', 'Cork', 'ie', '2026-10-01 00:00:00+00'
        FROM generate_series(%d, %d) n
        """.formatted(SEEDED + 1, ROWS);

    /** As the example's README says, for a role that may do nothing else. */
    private static final String GRANT = """
        CREATE ROLE dbt_reader LOGIN PASSWORD 'not-a-secret';
        GRANT pg_read_all_stats TO dbt_reader;
        GRANT USAGE ON SCHEMA analytics TO dbt_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO dbt_reader;
        ALTER DEFAULT PRIVILEGES IN SCHEMA analytics GRANT SELECT ON TABLES TO dbt_reader
        """;

    static final Map<String, String> READER =
            Map.of("connection.user", "dbt_reader", "connection.password", "not-a-secret");

    private static final String CHANGE = """
        UPDATE analytics.raw_customers SET city = 'Galway', updated_at = now() WHERE customer_id % 100 = 1
        """;

    /** One that comes late and one that does not, a correction that keeps its business time, and one who is gone. */
    private static final String LATE = """
        INSERT INTO analytics.raw_customers (customer_id, first_name, last_name, email, city, country, updated_at)
        VALUES (20001, 'Lou', 'Late', 'late@example.com', 'Cork', 'ie', '2026-01-01 00:00:00+00'),
               (20002, 'Pat', 'Punctual', 'punctual@example.com', 'Cork', 'ie', now());
        UPDATE analytics.raw_customers SET city = 'Sligo' WHERE customer_id = 2;
        DELETE FROM analytics.raw_customers WHERE customer_id = 5
        """;

    private static final Map<String, String> VIEW = Map.of(
            "table.whitelist", "analytics.stg_customers",
            "table.types", "VIEW",
            "key.columns", "customer_id",
            "poll.interval.ms", "3600000");

    @Test
    void a_mart_costs_calls_for_what_has_changed_however_it_is_built(LocalCluster cluster) throws Exception {
        DbtProject dbt = new DbtProject(cluster.postgres(), Environment.directory("dbt.directory"));
        dbt.run("seed");
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect());
                DbtRoute table = new DbtRoute(cluster, "table");
                DbtRoute incremental = new DbtRoute(cluster, "incremental");
                DbtRoute snapshot = new DbtRoute(cluster, "snapshot")) {
            List<DbtRoute> routes = List.of(table, incremental, snapshot);
            // Given
            statement.execute(GRANT);
            statement.execute(GENERATE);
            rebuild(dbt);

            // When
            table.connect(
                    connectors, source("source-table.json", "table.", Map.of("delete.check.interval.ms", "3000")));
            incremental.connect(connectors, source("source.json", "incremental.", Map.of()));
            snapshot.connect(connectors, source("source-snapshot.json", "snapshot.crm_contacts", Map.of()));
            connectors.create(source("source-table.json", "business.", byTimestamp("updated_at")));
            connectors.create(source("source-table.json", "stamp.", byTimestamp("loaded_at")));
            connectors.create(source("source-table.json", "view.", VIEW));
            Topic byBusinessTime = new Topic(cluster.broker().bootstrapServers(), "business.crm_contacts");
            Topic byLoadStamp = new Topic(cluster.broker().bootstrapServers(), "stamp.crm_contacts");
            Topic ofView = new Topic(cluster.broker().bootstrapServers(), "view.stg_customers");

            // Then
            routes.forEach(route ->
                    await(route + " has every row", () -> route.contacts().size() == ROWS));
            await("all by the load stamp", () -> byLoadStamp.count() == ROWS);
            await("all by business time", () -> byBusinessTime.count() == ROWS);
            await("all of the view", () -> ofView.count() == ROWS);
            Map<DbtRoute, Integer> first = calls(routes);

            // When: the rebuild stamps every row anew, and nothing has changed
            rebuild(dbt);
            await("all once more by the load stamp", () -> byLoadStamp.count() == 2 * ROWS);
            long passes = table.results().count() + 2 * ROWS;
            await(
                    "two whole reads of the table have outcomes",
                    () -> table.results().count() >= passes);

            // Then
            assertThat(calls(routes)).isEqualTo(first);

            // When
            statement.execute(CHANGE);
            rebuild(dbt);
            routes.forEach(route -> await(route + " has the changes", () -> route.contactsIn("Galway") == CHANGED));
            await("all a third time by the load stamp", () -> byLoadStamp.count() == 3 * ROWS);

            // Then: what only the rebuild before has touched was not even sent
            assertThat(incremental.records().count()).isEqualTo(ROWS + CHANGED);
            assertThat(snapshot.records().count()).isEqualTo(ROWS + CHANGED);
            Map<DbtRoute, Integer> second = calls(routes);
            System.out.printf("%,d rows: %s calls; then %d changes: %s calls%n", ROWS, first, CHANGED, second);
            assertThat(routes)
                    .allSatisfy(route -> assertThat(second.get(route) - first.get(route))
                            .isBetween(CHANGED / BATCH, CHANGED / BATCH + SPARE_CALLS));

            // When
            statement.execute(LATE);
            rebuild(dbt);
            await("what is on time, by business time", () -> byBusinessTime.count() > ROWS + CHANGED);

            // Then: by business time nothing else is seen, and every cure sees it all
            routes.forEach(route -> await(route + " has what was late", () -> isComplete(route.contacts())));
            await("the late row, by the load stamp", () -> byLoadStamp.count() == 4 * ROWS + 1);
            assertThat(customers(byLoadStamp)).contains(20001, 20002);
            assertThat(customers(byBusinessTime))
                    .hasSize(ROWS + CHANGED + 1)
                    .contains(20002)
                    .doesNotContain(20001);

            // When: the incremental model is built from nothing
            long sent = incremental.records().count();
            Map<DbtRoute, Integer> third = calls(routes);
            dbt.run("run", "--full-refresh", "--select", "crm_contacts_incremental");
            await("all anew", () -> incremental.records().count() == sent + ROWS + 1);
            await("all with outcomes", () -> incremental.results().count() >= sent + ROWS + 1);

            // Then
            assertThat(calls(routes)).isEqualTo(third);
            assertThat(isComplete(incremental.contacts())).isTrue();
        }
    }

    /** As a run of every day: seeds would put the first rows back. */
    private static void rebuild(DbtProject dbt) throws Exception {
        dbt.run("build", "--exclude", "resource_type:seed");
    }

    /** A source of the example, as a role that may do little, with a topic of the test's own. */
    private static ObjectNode source(String file, String topicPrefix, Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(Map.of(
                "connection.user", "dbt_reader",
                "connection.password", "not-a-secret",
                "topic.prefix", topicPrefix,
                "poll.interval.ms", "3000"));
        all.putAll(changes);
        return Connectors.example("dbt/" + file, "dbt-" + topicPrefix.replaceAll("\\..*", "-source"), all);
    }

    private static Map<String, String> byTimestamp(String column) {
        return Map.of("mode", "timestamp", "timestamp.column.name", column, "delete.check.interval.ms", "");
    }

    /** Whom the records of a topic are about. */
    private static List<Integer> customers(Topic topic) {
        return topic.messages().stream()
                .map(message -> message.key().path("customer_id").asInt())
                .toList();
    }

    private static Map<DbtRoute, Integer> calls(List<DbtRoute> routes) {
        return routes.stream().collect(toMap(route -> route, DbtRoute::calls));
    }

    private static boolean isComplete(Map<String, JsonNode> contacts) {
        return contacts.size() == ROWS + 1
                && contacts.containsKey("20001")
                && contacts.containsKey("20002")
                && contacts.get("2").path("city").asText().equals("Sligo")
                && !contacts.containsKey("5");
    }

    private static void await(String what, Callable<Boolean> isSo) {
        Awaitility.await(what)
                .atMost(Connectors.PATIENCE.multipliedBy(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(isSo);
    }
}
