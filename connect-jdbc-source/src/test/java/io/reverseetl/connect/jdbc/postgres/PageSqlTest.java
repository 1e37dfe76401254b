// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageSqlTest {

    private static final Column ID = new Column("id", 0, "integer", "integer", Plain.INT32, false, false);
    private static final Column CODE = new Column("Co\"de", 1, "mood", "shop.mood", Plain.TEXT, false, false);
    private static final Column AT = timestamp("at", 2);
    private static final Column BORN = timestamp("born", 3);

    private static Column timestamp(String name, int position) {
        String type = "timestamp with time zone";
        return new Column(name, position, type, type, new ColumnType.Timestamp(true, 6), true, false);
    }

    private static TableCursor cursor(List<Column> timestamps) {
        TableDescription table = new TableDescription(
                new TableName("shop", "t"), List.of(ID, CODE, AT, BORN), List.of(), true, Optional.empty(), "");
        return new TableCursor(table, timestamps, List.of(ID, CODE), List.of(ID, CODE), Optional.empty());
    }

    @Test
    void a_page_is_a_row_comparison_below_a_bound_in_the_order_of_the_index() {
        // Given
        Position after = new Position(Optional.of("2026-01-01 00:00:00+00"), Map.of("id", "42", "Co\"de", "ok"));
        PageRequest.Timed range = new PageRequest.Timed(Optional.of(after), "2026-02-01 00:00:00+00");

        // When
        PageSql page = PageSql.of(new PageRequest(cursor(List.of(AT)), range, 100));

        // Then
        assertThat(page.text())
                .isEqualTo("SELECT t.\"id\", t.\"Co\"\"de\"::text, t.\"at\", t.\"born\""
                        + " FROM \"shop\".\"t\" AS t"
                        + " WHERE (t.\"at\", t.\"id\", t.\"Co\"\"de\") > (CAST(? AS timestamp with time zone),"
                        + " CAST(? AS integer), CAST(? AS shop.mood))"
                        + " AND t.\"at\" < CAST(? AS timestamp with time zone)"
                        + " ORDER BY t.\"at\", t.\"id\", t.\"Co\"\"de\" LIMIT 100");
        assertThat(page.parameters()).containsExactly("2026-01-01 00:00:00+00", "42", "ok", "2026-02-01 00:00:00+00");
    }

    @Test
    void the_first_page_has_no_lower_bound() {
        // When
        PageSql page =
                PageSql.of(new PageRequest(cursor(List.of(AT)), new PageRequest.Timed(Optional.empty(), "now"), 5));

        // Then
        assertThat(page.text()).contains("WHERE t.\"at\" < CAST(? AS timestamp with time zone) ORDER BY");
        assertThat(page.parameters()).containsExactly("now");
    }

    @Test
    void rows_without_a_timestamp_are_ordered_by_key() {
        // When
        PageSql page = PageSql.of(new PageRequest(
                cursor(List.of(AT)), new PageRequest.Untimed(Optional.of(Map.of("id", "42", "Co\"de", "ok"))), 5));

        // Then
        assertThat(page.text())
                .contains("WHERE t.\"at\" IS NULL AND (t.\"id\", t.\"Co\"\"de\") > (CAST(? AS integer),"
                        + " CAST(? AS shop.mood)) ORDER BY t.\"at\", t.\"id\", t.\"Co\"\"de\" LIMIT 5");
        assertThat(page.parameters()).containsExactly("42", "ok");
    }

    @Test
    void several_timestamps_are_coalesced() {
        // When
        PageSql page = PageSql.of(
                new PageRequest(cursor(List.of(AT, BORN)), new PageRequest.Timed(Optional.empty(), "now"), 5));

        // Then
        assertThat(page.text()).contains("ORDER BY COALESCE(t.\"at\", t.\"born\"), t.\"id\"");
    }

    @Test
    void a_key_whose_text_cannot_be_told_from_its_value_is_selected_once_more() {
        // Given
        Column flag = new Column("flag", 0, "boolean", "boolean", Plain.BOOLEAN, false, false);
        TableDescription table = new TableDescription(
                new TableName("shop", "t"), List.of(flag, timestamp("at", 1)), List.of(), true, Optional.empty(), "");
        TableCursor cursor =
                new TableCursor(table, List.of(timestamp("at", 1)), List.of(flag), List.of(flag), Optional.empty());

        // When
        PageSql page = PageSql.of(new PageRequest(cursor, new PageRequest.Timed(Optional.empty(), "now"), 5));

        // Then
        assertThat(page.text()).startsWith("SELECT t.\"flag\", t.\"at\", t.\"flag\"::text FROM");
    }
}
