// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names and values that would break out of SQL, JSON, URLs or headers, on their way from a table to a CRM. */
@ExtendWith(Environment.class)
class HostileTextIT {

    private static final String TABLE = "hos'tile \";DROP TABLE customers;--\\ \uD83D\uDE00";
    private static final String KEY = "k\"} ']; $1 {id} %s";
    private static final String STAMP = "at');--";
    private static final List<String> COLUMNS =
            List.of("Last_Name", "O'\"x\": {records}", "\u202E\u0645\u0631\u062D\u0628\u0627", "a.b/c~1 ${x}");

    private static final List<String> TEXTS = List.of(
            "O'Brien",
            "'; DROP TABLE customers; --",
            "\"},{\"Last_Name\":\"Mallory\",\"Customer_Id\":\"1",
            "\\\\\" \\u0000 \\",
            "{records}",
            "{fields.Last_Name}",
            "${env:PATH} $1 %s%n",
            "../../x?a=b&c=d#e",
            ".",
            "#N/A",
            "null",
            "line\r\nX-Injected: 1",
            "\u0001\u0007\u001B[31m\u007F",
            "\u202Eegnaro\u202C \u0645\u0631\u062D\u0628\u0627",
            "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
            "e\u0301 \u00E9 \u0130 \uFEFF\u2028",
            "<script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "x".repeat(1_000_000));

    private final CrmSimulator crm =
            CrmSimulator.start(SimulatorSettings.defaults().withToken("t"));
    private final JsonHttp http = new JsonHttp(crm.baseUrl(), "t");

    @AfterEach
    void close() {
        crm.close();
    }

    @Test
    void every_text_arrives_as_it_is_whatever_its_table_columns_and_key_are_called(LocalCluster cluster)
            throws SQLException {
        // Given: one megabyte is a key nowhere, as an index of PostgreSQL takes some kilobytes.
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (int i = 0; i + 1 < TEXTS.size(); i++) {
            Map<String, String> row = new HashMap<>();
            for (int column = 0; column < COLUMNS.size(); column++) {
                row.put(legal(COLUMNS.get(column)), TEXTS.get((i + column) % TEXTS.size()));
            }
            rows.put(TEXTS.get(i), row);
        }

        // When
        try (Connection database = cluster.postgres().connect();
                Connectors connectors = new Connectors(cluster.connect())) {
            insert(database, rows);
            connectors.create(source());
            connectors.create(sink());

            // Then
            await().atMost(Connectors.PATIENCE)
                    .failFast(() -> assertThat(cluster.connect().failure("hostile-sink"))
                            .isNull())
                    .until(() -> objects().size() >= rows.size());
            assertThat(objects()).isEqualTo(rows);
            assertThat(new Topic(cluster.broker().bootstrapServers(), "hostile.rejected").messages())
                    .isEmpty();
        }
    }

    private static void insert(Connection database, Map<String, Map<String, String>> rows) throws SQLException {
        StringBuilder create = new StringBuilder("CREATE TABLE " + quoted(TABLE) + " (" + quoted(KEY)
                + " text PRIMARY KEY, " + quoted(STAMP) + " timestamptz NOT NULL DEFAULT now()");
        COLUMNS.forEach(column -> create.append(", ").append(quoted(column)).append(" text"));
        try (Statement statement = database.createStatement()) {
            statement.execute(create.append(")").toString());
        }
        String columns =
                String.join(", ", COLUMNS.stream().map(HostileTextIT::quoted).toList());
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO " + quoted(TABLE) + " (" + quoted(KEY)
                + ", " + columns + ") VALUES (?" + ", ?".repeat(COLUMNS.size()) + ")")) {
            for (Map.Entry<String, Map<String, String>> row : rows.entrySet()) {
                insert.setString(1, row.getKey());
                for (int column = 0; column < COLUMNS.size(); column++) {
                    insert.setString(column + 2, row.getValue().get(legal(COLUMNS.get(column))));
                }
                insert.execute();
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The name of a column as a field: the source makes it fit for Avro. */
    private static String legal(String column) {
        return column.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private static ObjectNode source() {
        return Connectors.example(
                "customers-to-hubspot/source.json",
                "hostile-source",
                Map.of(
                        "table.include.list", "hos'tile .*",
                        "timestamp.column.name", STAMP,
                        "topic.name.template", "hostile.rows",
                        "value.converter.schemas.enable", "false"));
    }

    private ObjectNode sink() {
        return Connectors.example(
                "zoho-contacts/sink.json",
                "hostile-sink",
                Map.of(
                        "topics", "hostile.rows",
                        "crm.url", crm.baseUrl(),
                        "auth.token", "t",
                        "id.from", "key." + legal(KEY),
                        "value.converter.schemas.enable", "false",
                        "transforms", "",
                        "consumer.override.auto.offset.reset", "earliest",
                        "errors.deadletterqueue.topic.name", "hostile.rejected"));
    }

    /** The columns of each object, by its id. */
    private Map<String, Map<String, String>> objects() {
        Map<String, Map<String, String>> objects = new HashMap<>();
        for (JsonNode object :
                http.send("GET", "/_/objects?type=Contacts", null).orThrow().path("objects")) {
            JsonNode properties = object.path("properties");
            Map<String, String> columns = new HashMap<>();
            COLUMNS.stream()
                    .map(HostileTextIT::legal)
                    .forEach(column ->
                            columns.put(column, properties.path(column).asText()));
            objects.put(properties.path("Customer_Id").asText(), columns);
        }
        return objects;
    }
}
