// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code GET /connectors/x/status} says of a source whose database lets nobody in when the source is created. */
@ExtendWith(Environment.class)
class DatabaseAwayIT {

    @Test
    void the_connector_runs_without_tasks_and_gets_them_when_the_database_is_back(LocalCluster cluster)
            throws SQLException {
        // Given
        ConnectRest connect = cluster.connect();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            createTable(statement, "late");
            connect.create(source("late", Map.of()).toString()).orThrow();
            await().atMost(Connectors.PATIENCE).until(() -> isState(connect, "late", "RUNNING"));
            assertThat(connect.status("late").body().path("tasks")).isEmpty();

            // When
            statement.execute("ALTER ROLE late CONNECTION LIMIT -1");

            // Then
            await().atMost(Connectors.PATIENCE).until(() -> connect.isRunning("late"));
            Topic topic = new Topic(cluster.broker().bootstrapServers(), "warehouse.late");
            await().atMost(Connectors.PATIENCE).until(() -> topic.messages().size() == 1);
        } finally {
            connect.delete("late").orThrow();
        }
    }

    @Test
    void the_connector_fails_when_the_database_stays_away_for_too_long(LocalCluster cluster) throws SQLException {
        // Given
        ConnectRest connect = cluster.connect();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            createTable(statement, "never");

            // When
            connect.create(source("never", Map.of("retry.timeout.ms", "1000")).toString())
                    .orThrow();

            // Then
            await().atMost(Connectors.PATIENCE).until(() -> connect.failure("never"), Objects::nonNull);
            assertThat(isState(connect, "never", "FAILED")).isTrue();
            assertThat(connect.failure("never")).contains("too many connections", "retry.timeout.ms");
        } finally {
            connect.delete("never").orThrow();
        }
    }

    /** With a role of the same name, of which no session may begin. */
    private static void createTable(Statement statement, String name) throws SQLException {
        statement.execute("CREATE TABLE " + name + " (id int PRIMARY KEY, changed timestamptz NOT NULL DEFAULT now());"
                + "INSERT INTO " + name + " VALUES (1);"
                + "CREATE ROLE " + name + " LOGIN PASSWORD 'a-secret' CONNECTION LIMIT 0;"
                + "GRANT SELECT ON " + name + " TO " + name);
    }

    private static ObjectNode source(String name, Map<String, String> config) {
        Map<String, String> changes = new HashMap<>(Map.of(
                "connection.user", name,
                "connection.password", "a-secret",
                "connection.backoff.ms", "500",
                "table.include.list", "public\\." + name,
                "timestamp.column.name", "changed",
                "validate.live", "false"));
        changes.putAll(config);
        return Connectors.example("customers-to-hubspot/source.json", name, changes);
    }

    private static boolean isState(ConnectRest connect, String connector, String state) {
        JsonNode status = connect.status(connector).body();
        return status.path("connector").path("state").asText().equals(state);
    }
}
