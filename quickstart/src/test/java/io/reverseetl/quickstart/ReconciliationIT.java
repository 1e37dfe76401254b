// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.Postgres;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The comparison at the end of the quickstart finds what is wrong, whoever did it: a CRM is tampered with here. */
class ReconciliationIT {

    private static final String TOKEN = "token";
    private static final int ROWS = 40;

    private static Postgres postgres;

    private Connection database;
    private CrmSimulator simulator;
    private JsonHttp http;
    private CustomerTable table;
    private Reconciliation reconciliation;

    @BeforeAll
    static void startPostgres() {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void aCrmThatEqualsTheTable() throws Exception {
        simulator = CrmSimulator.start(SimulatorSettings.defaults().withToken(TOKEN));
        http = new JsonHttp(simulator.baseUrl(), TOKEN);
        Crm crm = new Crm(simulator.baseUrl(), TOKEN);
        crm.createProperties();
        database = postgres.connect();
        table = new CustomerTable(database);
        new Shop(table, new CustomerGenerator(7), 7).open(ROWS);
        reconciliation = new Reconciliation(database, crm);
        copyValidRows();
    }

    @AfterEach
    void cleanUp() throws Exception {
        try (Statement statement = database.createStatement()) {
            statement.execute("DROP TABLE customers; DROP FUNCTION stamp");
        }
        database.close();
        simulator.close();
    }

    @Test
    void equal_rows_and_the_invalid_ones_in_the_dead_letter_queue_exit_with_0() throws SQLException {
        // When
        Reconciliation.Result result = reconciliation.compare(table.invalid());

        // Then
        assertThat(result.line())
                .isEqualTo("customers: 40 in PostgreSQL = 39 equal in the CRM + 1 rejected (dead letter queue: 1);"
                        + " 0 different, 0 missing, 0 extra");
        assertThat(result.exitCode(table.invalid())).isZero();
    }

    @Test
    void an_altered_contact_is_different() throws SQLException {
        // Given
        upsert("20", JsonNodeFactory.instance.objectNode().put("city", "Elsewhere"));

        // When
        Reconciliation.Result result = reconciliation.compare(table.invalid());

        // Then
        assertThat(result.line()).endsWith("1 different, 0 missing, 0 extra");
        assertThat(result.examples()).containsExactly("customer_id 20: city");
        assertThat(result.exitCode(table.invalid())).isOne();
    }

    @Test
    void a_removed_contact_is_missing() throws SQLException {
        // Given
        String id = contact("20").path("id").asText();
        http.send("DELETE", "/crm/v3/objects/contacts/" + id, null).orThrow();

        // When
        Reconciliation.Result result = reconciliation.compare(table.invalid());

        // Then
        assertThat(result.line()).endsWith("0 different, 1 missing, 0 extra");
        assertThat(result.exitCode(table.invalid())).isOne();
    }

    @Test
    void an_added_contact_is_extra() throws SQLException {
        // Given
        upsert("4711", JsonNodeFactory.instance.objectNode().put("firstname", "Nobody"));

        // When
        Reconciliation.Result result = reconciliation.compare(table.invalid());

        // Then
        assertThat(result.line()).endsWith("0 different, 0 missing, 1 extra");
        assertThat(result.exitCode(table.invalid())).isOne();
    }

    @Test
    void a_valid_row_in_the_dead_letter_queue_is_not_all_right() throws SQLException {
        // Given
        String id = contact("20").path("id").asText();
        http.send("DELETE", "/crm/v3/objects/contacts/" + id, null).orThrow();

        // When
        Reconciliation.Result result = reconciliation.compare(Set.of(1L, 20L));

        // Then
        assertThat(result.line()).contains("38 equal in the CRM + 2 rejected (dead letter queue: 2)");
        assertThat(result.exitCode(table.invalid())).isOne();
    }

    private JsonNode contact(String customerId) {
        for (JsonNode contact :
                http.send("GET", "/_/objects?type=contacts", null).orThrow().path("objects")) {
            if (contact.path("properties").path("customer_id").asText().equals(customerId)) {
                return contact;
            }
        }
        throw new AssertionError("No contact has customer_id " + customerId);
    }

    private void copyValidRows() throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM customers")) {
            while (row.next()) {
                if (!table.isInvalid(row.getLong("customer_id"))) {
                    upsert(row.getString("customer_id"), properties(row));
                }
            }
        }
    }

    /** What the connectors are expected to make of a row, said in Java here and in SQL in the comparison. */
    private static ObjectNode properties(ResultSet row) throws SQLException {
        String stamp = row.getObject("last_updated", OffsetDateTime.class)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'"));
        String[] segments = (String[]) row.getArray("segments").getArray();
        return JsonNodeFactory.instance
                .objectNode()
                .put("firstname", row.getString("first_name").strip())
                .put("lastname", row.getString("last_name").strip())
                .put("email", row.getString("email").strip().toLowerCase(Locale.ROOT))
                .put("phone", text(row.getString("phone")))
                .put("company", text(row.getString("company")))
                .put("city", row.getString("city"))
                .put("country", row.getString("country").toUpperCase(Locale.ROOT))
                .put("zip", row.getString("postcode"))
                .put("last_purchase_date", text(row.getString("last_purchase_date")))
                .put("total_spent", row.getBigDecimal("total_spent").toPlainString())
                .put("newsletter_opt_in", String.valueOf(row.getBoolean("newsletter")))
                .put("segments", String.join(";", segments))
                .put("lifecyclestage", "customer")
                .put("warehouse_updated_at", stamp);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private void upsert(String customerId, ObjectNode properties) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode inputs = body.putArray("inputs");
        inputs.addObject()
                .put("id", customerId)
                .put("idProperty", "customer_id")
                .set("properties", properties);
        http.send("POST", "/crm/v3/objects/contacts/batch/upsert", body.toString())
                .orThrow();
    }
}
