// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsByTableTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            public; orders;   changed,created
            public; orders_2; at
            other;  orders_2; at
            other;  x;        updated_at
            """)
    void a_table_has_the_columns_of_the_expression_that_matches_the_whole_of_its_name(
            String schema, String table, String columns) {
        // Given
        ColumnsByTable byTable = new ColumnsByTable(
                ColumnsByTable.parse(List.of("public\\.orders:[changed|created]", ".*_2: at")), List.of("updated_at"));

        // When, Then
        assertThat(byTable.of(new TableName(schema, table))).containsExactly(columns.split(",", -1));
    }

    @Test
    void a_query_is_no_table() {
        assertThat(new ColumnsByTable(ColumnsByTable.parse(List.of(".*:[a]")), List.of("b"))
                        .of(new NamedQuery("q", "SELECT 1")))
                .containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", ":[a]", "orders:[]", "orders:[a|]", "orders(:[a]"})
    void an_entry_that_says_no_columns_or_is_no_expression_is_refused(String entry) {
        assertThatThrownBy(() -> ColumnsByTable.parse(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void where_one_column_is_wanted_several_are_refused() {
        assertThatThrownBy(() -> ColumnsByTable.parseSingle(List.of("orders:[a|b]")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Name one");
    }
}
