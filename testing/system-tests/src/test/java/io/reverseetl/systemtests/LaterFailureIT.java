// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What breaks while connectors run fails the task with a sentence that says what to do, and a restart loses nothing. */
@ExtendWith(Environment.class)
class LaterFailureIT {

    @Test
    void a_token_that_is_revoked_fails_the_sink_and_its_record_arrives_after_a_restart(LocalCluster cluster)
            throws SQLException {
        Contacts contacts = new Contacts(cluster.crm());
        ConnectRest connect = cluster.connect();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(connect)) {
            // Given: a sink at work
            statement.execute("CREATE TABLE members (email text PRIMARY KEY, name text,"
                    + " changed timestamptz NOT NULL DEFAULT now());"
                    + "INSERT INTO members VALUES ('before@example.com', 'Before')");
            connectors.create(source("members-source", "members"));
            connectors.create(Connectors.example(
                    "customers-to-hubspot/sink.json",
                    "members-sink",
                    Map.of(
                            "topics", "warehouse.members",
                            "id.property", "email",
                            "id.from", "key.email",
                            "transforms", "contact",
                            "transforms.contact.mapping", "email; firstname = name",
                            "errors.deadletterqueue.topic.name", "warehouse.members.rejected")));
            await().atMost(Connectors.PATIENCE).until(() -> contacts.by("email").containsKey("before@example.com"));

            // When: the CRM refuses the token from now on, for one call
            crm(cluster)
                    .send("POST", "/_/faults", "[{\"kind\":\"status\",\"status\":401,\"times\":1}]")
                    .orThrow();
            statement.execute("INSERT INTO members VALUES ('after@example.com', 'After')");

            // Then
            await().atMost(Connectors.PATIENCE).until(() -> connect.failure("members-sink"), Objects::nonNull);
            assertThat(connect.failure("members-sink"))
                    .contains("auth.token", "401")
                    .doesNotContain(cluster.crm().token(), "after@example.com", "After");

            // When: an operator has seen to the token
            connect.send("POST", "/connectors/members-sink/restart?includeTasks=true&onlyFailed=true", null)
                    .orThrow();

            // Then
            await().atMost(Connectors.PATIENCE).until(() -> contacts.by("email").containsKey("after@example.com"));
            assertThat(connect.failure("members-sink")).isNull();
        }
    }

    @Test
    void a_table_that_is_dropped_fails_the_source_with_the_tables_name(LocalCluster cluster) throws SQLException {
        ConnectRest connect = cluster.connect();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(connect)) {
            // Given
            statement.execute("CREATE TABLE short_lived (id int PRIMARY KEY, changed timestamptz NOT NULL)");
            connectors.create(source("short-lived-source", "short_lived"));

            // When
            statement.execute("DROP TABLE short_lived");

            // Then
            await().atMost(Connectors.PATIENCE).until(() -> connect.failure("short-lived-source"), Objects::nonNull);
            assertThat(connect.failure("short-lived-source")).contains("public.short_lived", "Create it again");
        }
    }

    private static ObjectNode source(String name, String table) {
        return Connectors.example(
                "customers-to-hubspot/source.json",
                name,
                Map.of("table.include.list", "public\\." + table, "timestamp.column.name", "changed"));
    }

    private static JsonHttp crm(LocalCluster cluster) {
        return new JsonHttp(cluster.crm().url(), cluster.crm().token());
    }
}
