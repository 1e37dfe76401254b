// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryKeysTest {

    private static Map<String, String> config() {
        return new HashMap<>(Map.of(
                "connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector",
                "connection.url", "jdbc:postgresql://localhost/x",
                "mode", "timestamp",
                "timestamp.column.name", "updated_at",
                "topic.prefix", "db.",
                "queries", "orders,refunds",
                "queries.orders.sql", "SELECT 'Ada'",
                "queries.refunds.sql", "SELECT 2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            queries;                             orders,refunds,more; queries.more.sql;      Missing required
            queries;                             orders,refunds,a b;  queries;               letters, digits
            queries;                             orders,refunds,query; queries;              letters, digits
            queries;                             orders,refunds,orders; queries;             there twice
            queries;                             orders;              queries.refunds.sql;   not in queries
            queries.orders.qsl;                  SELECT 1;            queries.orders.qsl;    sql, topic, mode
            queries.orders.mode;                 timestmap;           queries.orders.mode;   timestamp+incrementing
            queries.orders.key.columns;          a,a;                 queries.orders.key.columns; named twice
            queries.orders.sql;                  SELECT ${env:X};     queries.orders.sql;    has not replaced
            query;                               SELECT 1;            queries;               query is set too
            table.whitelist;                     t;                   table.whitelist;       tables or queries
            table.exclude.list;                  t;                   table.exclude.list;    tables or queries
            """)
    void a_wrong_value_is_refused_on_the_key_that_is_wrong(String key, String value, String refused, String hint) {
        // Given
        Map<String, String> config = config();
        config.put(key, value);

        // When
        Map<String, List<String>> problems = SourceValidation.check(config).byKey();

        // Then
        assertThat(problems).containsOnlyKeys(refused);
        assertThat(problems.toString()).contains(hint).doesNotContain("Ada");
    }

    @Test
    void both_ways_to_say_what_is_deleted_are_too_many() {
        // Given
        Map<String, String> config = config();
        config.put("queries.orders.delete.column", "a");
        config.put("queries.orders.delete.expression", "a = 1");

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).containsOnlyKeys("queries.orders.delete.expression");
    }

    @Test
    void a_tombstone_without_a_key_is_refused() {
        // Given
        Map<String, String> config = config();
        config.put("queries.orders.delete.column", "a");
        config.put("compatibility", "confluent");

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).containsOnlyKeys("delete.as");
    }

    @Test
    void each_query_needs_a_timestamp_column_unless_its_mode_has_none() {
        // Given
        Map<String, String> config = config();
        config.remove("timestamp.column.name");
        config.put("queries.refunds.mode", "bulk");

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).containsOnlyKeys("queries.orders.timestamp.column.name");
    }

    @Test
    void the_only_query_needs_the_prefix_as_its_topic() {
        // Given
        Map<String, String> config = config();
        config.keySet().removeIf(key -> key.startsWith("queries"));
        config.put("query", "SELECT 1");
        config.remove("topic.prefix");

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).containsOnlyKeys("topic.prefix");
    }

    @Test
    void the_text_of_a_query_is_not_shown() {
        assertThat(SourceSettings.of(config()).queries().toString())
                .contains("orders")
                .doesNotContain("Ada");
    }
}
