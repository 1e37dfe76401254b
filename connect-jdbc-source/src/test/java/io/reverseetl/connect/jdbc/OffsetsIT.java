// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offsets that a user sets by Connect's REST API. */
@ExtendWith(PostgresServer.class)
class OffsetsIT {

    private final JdbcSourceConnector connector = new JdbcSourceConnector();

    @BeforeEach
    void a_table(TestDatabase database) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)");
    }

    @Test
    void an_offset_of_a_table_that_is_read_is_accepted_before_the_start(TestDatabase database) {
        // When
        boolean accepted = connector.alterOffsets(
                database.config(),
                Map.of(
                        Map.of("table", "public.t"),
                        Map.of("v", 1, "ts", "2026-01-01 00:00:00+00", "key", "{\"id\":\"42\"}")));

        // Then
        assertThat(accepted).isTrue();
    }

    @Test
    void a_reset_is_accepted_for_any_partition_even_while_the_database_is_down(TestDatabase database) {
        // Given
        Map<Map<String, ?>, Map<String, ?>> resets = new HashMap<>();
        resets.put(Map.of("table", "public.gone"), null);
        resets.put(Map.of("other", 1), null);

        // When
        boolean accepted =
                connector.alterOffsets(database.config("connection.url", "jdbc:postgresql://localhost:1/x"), resets);

        // Then
        assertThat(accepted).isTrue();
    }

    @Test
    void a_request_is_accepted_for_all_rows_and_for_a_range_of_keys(TestDatabase database) {
        // Given
        Map<Map<String, ?>, Map<String, ?>> all = Map.of(Map.of("table", "public.t#request"), Map.of("id", "1"));
        Map<Map<String, ?>, Map<String, ?>> some = Map.of(
                Map.of("table", "public.t#request"),
                Map.of("id", "2", "from", "{\"id\":\"5\"}", "to", "{\"id\":\"9\"}"));

        // When, Then
        assertThat(connector.alterOffsets(database.config(), all)).isTrue();
        assertThat(connector.alterOffsets(database.config(), some)).isTrue();
    }

    @Test
    void a_question_whether_all_has_been_read_is_accepted_for_a_table_that_is_read(TestDatabase database) {
        // Given
        Map<Map<String, ?>, Map<String, ?>> asked = Map.of(Map.of("table", "public.t#sync"), Map.of("id", "1"));

        // When, Then
        assertThat(connector.alterOffsets(database.config(), asked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    public.x#sync;    id;   1; [public.t]
                    public.x#request; id;   1; [public.t]
                    public.t#sync;    name; 1; give "id"
                    public.t#sync;    id;  ''; give "id"
                    """)
    void a_question_that_nobody_would_answer_is_refused(
            String partition, String field, String value, String hint, TestDatabase database) {
        assertThatThrownBy(() -> connector.alterOffsets(
                        database.config(), Map.of(Map.of("table", partition), Map.of(field, value))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    public.t#request; 1; from; 5;            JSON object
                    public.t#request; 1; from; {"id":"x"};   no value of its column's type
                    public.t#request; 1; to;   {"no":"1"};   each of [id]
                    public.t#request; 1; form; {"id":"1"};   "form" is not a field
                    public.t#request; ` `; to; {"id":"1"};   "id" must be text
                    public.x#request; 1; to;   {"id":"1"};   [public.t]
                    public.t#other;   1; to;   {"id":"1"};   schema.table
                    public.t#range-1; 1; to;   {"id":"1"};   not one of a range
                    """)
    void a_request_that_could_not_be_met_is_refused(
            String partition, String id, String field, String value, String hint, TestDatabase database) {
        assertThatThrownBy(() -> connector.alterOffsets(
                        database.config(), Map.of(Map.of("table", partition), Map.of("id", id, field, value))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    table; public.t; 2; 2026-01-01; {"id":"1"};           "v" must be 1
                    table; public.t; 1; 2026-01-01; {"id":"1","b":"2"};   each of [id]
                    table; public.t; 1; 2026-01-01; {"no":"1"};           each of [id]
                    table; public.t; 1; 2026-01-01; ["1"];                JSON object
                    table; public.t; 1; 2026-01-01; {"id":1};             JSON object
                    table; public.t; 1; 2026-01-01; {;                    JSON object
                    table; public.t; 1; 2026-01-01; {"id":"one"};         table public.t has a text
                    table; public.t; 1; yesteryear; {"id":"1"};           no value of its column's type
                    table; public.x; 1; 2026-01-01; {"id":"1"};           [public.t]
                    table; "public".t; 1; 2026-01-01; {"id":"1"};         {"table":"public.t"}
                    table; public.T; 1; 2026-01-01; {"id":"1"};           {"table":"public.\\"T\\""}
                    table; t;        1; 2026-01-01; {"id":"1"};           schema.table
                    topic; public.t; 1; 2026-01-01; {"id":"1"};           schema.table
                    """)
    void an_offset_that_could_not_be_read_from_is_refused(
            String field, String table, int version, String ts, String key, String hint, TestDatabase database) {
        assertThatThrownBy(() -> connector.alterOffsets(
                        database.config(), Map.of(Map.of(field, table), Map.of("v", version, "ts", ts, "key", key))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(hint);
    }
}
