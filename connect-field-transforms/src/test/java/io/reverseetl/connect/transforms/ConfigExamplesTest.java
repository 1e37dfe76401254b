// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The transforms of the config examples, with customers that are sound and customers that are not. */
class ConfigExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "config-examples");

    private static final Schema DECIMAL = Decimal.builder(2).optional().build();

    /** The columns of all examples' tables. */
    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .field("customer_id", Schema.INT64_SCHEMA)
            .field("first_name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("last_name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("email", Schema.OPTIONAL_STRING_SCHEMA)
            .field("phone", Schema.OPTIONAL_STRING_SCHEMA)
            .field("company", Schema.OPTIONAL_STRING_SCHEMA)
            .field("company_no", Schema.OPTIONAL_STRING_SCHEMA)
            .field("account_no", Schema.OPTIONAL_STRING_SCHEMA)
            .field("city", Schema.OPTIONAL_STRING_SCHEMA)
            .field("country", Schema.OPTIONAL_STRING_SCHEMA)
            .field("postcode", Schema.OPTIONAL_STRING_SCHEMA)
            .field("last_purchase_date", Date.builder().optional().build())
            .field("total_spent", DECIMAL)
            .field("newsletter", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("unsubscribed", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field(
                    "segments",
                    SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .field("iban", Schema.OPTIONAL_STRING_SCHEMA)
            .field("last_updated", Timestamp.SCHEMA)
            .build();

    static Stream<Path> sinks() throws IOException {
        return files("sink.json");
    }

    static Stream<Path> allowLists() {
        return Stream.of("any-jdbc-database", "mariadb-table", "gdpr-erasure")
                .map(folder -> EXAMPLES.resolve(folder).resolve("source.json"));
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void a_sink_checks_what_it_has_mapped_and_a_sound_customer_passes_whole(Path file) throws IOException {
        // Given
        Map<String, String> config = config(file);

        // When
        SinkRecord after = Chain.apply(config, record(sound()));

        // Then
        assertThat(config.get("transforms")).endsWith(",valid");
        assertThat(config).containsEntry("transforms.valid.type", ValidateFields.Value.class.getName());
        assertThat(fields(after)).hasSizeGreaterThan(2).doesNotContainValue(null);
    }

    @Test
    void each_sink_counts_under_an_id_of_its_own() throws IOException {
        // When
        List<String> ids = new ArrayList<>();
        for (Path file : sinks().toList()) {
            ids.add(config(file).get("transforms.valid.metrics.id"));
        }

        // Then
        assertThat(ids).doesNotContainNull().doesNotHaveDuplicates().hasSize(12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            customers-to-hubspot     | country last_purchase_date total_spent
            rebuilt-table-to-hubspot | email country last_purchase_date total_spent
            dbt                      | email country last_purchase_date total_spent
            replay-dead-letters      | email country last_purchase_date total_spent
            gdpr-erasure             | email phone country
            customers-to-salesforce  | Phone Last_Purchase__c Total_Spent__c
            backlog-to-salesforce    | Phone Last_Purchase__c Total_Spent__c
            zendesk-users            | email phone
            zoho-contacts            | Email Phone
            """)
    void what_is_not_worth_a_rejection_becomes_null(String folder, String nulls) throws IOException {
        // When
        SinkRecord after = Chain.apply(config(sink(folder)), record(unsound()));

        // Then
        Map<String, Object> fields = fields(after);
        assertThat(fields.keySet())
                .filteredOn(name -> fields.get(name) == null)
                .containsExactlyInAnyOrder(nulls.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pipedrive-persons        | email: email
            odoo-partners            | email: email
            contacts-with-companies  | email: email
            """)
    void what_would_cost_calls_is_rejected_before_them(String folder, String rule) throws IOException {
        // Given
        Map<String, String> config = config(sink(folder));

        // Then
        assertThatThrownBy(() -> Chain.apply(config, record(unsound())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @CsvSource({"pipedrive-persons", "odoo-partners"})
    void a_customer_without_a_name_is_rejected_before_a_call(String folder) throws IOException {
        // Given
        Map<String, String> config = config(sink(folder));

        // Then
        assertThatThrownBy(() -> Chain.apply(config, record(sound().put("last_name", null))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("name: required");
    }

    @ParameterizedTest
    @CsvSource({"rebuilt-table-to-hubspot", "replay-dead-letters"})
    void who_has_not_agreed_keeps_the_phone_number_to_himself(String folder) throws IOException {
        // When
        SinkRecord after = Chain.apply(config(sink(folder)), record(sound().put("newsletter", false)));

        // Then
        assertThat(fields(after)).containsEntry("phone", null).containsEntry("email", "ada@example.org");
    }

    @ParameterizedTest
    @MethodSource("allowLists")
    void a_column_that_is_not_allowed_does_not_leave_the_database(Path file) throws IOException {
        // When
        SinkRecord after = Chain.apply(config(file), record(sound()));

        // Then
        assertThat(fields(after))
                .containsEntry("email", " Ada@Example.org ")
                .containsKey("customer_id")
                .doesNotContainKeys("iban", "total_spent");
    }

    private static Struct sound() {
        return new Struct(CUSTOMER)
                .put("customer_id", 7L)
                .put("first_name", "Ada")
                .put("last_name", "Lovelace")
                // Blanks that somebody has typed are no reason to lose an address: the mapping comes before the check.
                .put("email", " Ada@Example.org ")
                .put("phone", "+12025550123")
                .put("company", "Analytical Engines")
                .put("company_no", "C1")
                .put("account_no", "A9")
                .put("city", "London")
                .put("country", "gb")
                .put("postcode", "W1")
                .put("last_purchase_date", java.util.Date.from(Instant.parse("2026-11-23T00:00:00Z")))
                .put("total_spent", new BigDecimal("12.30"))
                .put("newsletter", true)
                .put("unsubscribed", false)
                .put("segments", List.of("vip"))
                .put("iban", "GB00")
                .put("last_updated", java.util.Date.from(Instant.EPOCH));
    }

    private static Struct unsound() {
        return sound().put("email", "ada(at)example.org")
                .put("phone", "ask my assistant, but not on Sundays")
                .put("country", "England")
                .put("last_purchase_date", java.util.Date.from(Instant.parse("1900-01-01T00:00:00Z")))
                .put("total_spent", new BigDecimal("-1.00"));
    }

    private static SinkRecord record(Struct customer) {
        return new SinkRecord("warehouse.customers", 0, null, Map.of(), customer.schema(), customer, 0);
    }

    private static Map<String, Object> fields(SinkRecord record) {
        Struct value = (Struct) record.value();
        value.validate();
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Field field : value.schema().fields()) {
            fields.put(field.name(), value.get(field));
        }
        return fields;
    }

    private static Path sink(String folder) {
        return EXAMPLES.resolve(folder).resolve("sink.json");
    }

    private static Stream<Path> files(String name) throws IOException {
        List<Path> found;
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            found = folders.map(folder -> folder.resolve(name))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
        assertThat(found).isNotEmpty();
        return found.stream();
    }

    private static Map<String, String> config(Path file) throws IOException {
        Map<String, String> config = new HashMap<>();
        new ObjectMapper()
                .readTree(Files.readString(file))
                .path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().textValue()));
        return config;
    }
}
