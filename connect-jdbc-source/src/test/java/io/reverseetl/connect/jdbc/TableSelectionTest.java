// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TableSelectionTest {

    private static final List<ListedTable> TABLES = List.of(
            new ListedTable(new TableName("public", "orders"), "TABLE", false),
            new ListedTable(new TableName("public", "orders_2026"), "TABLE", true),
            new ListedTable(new TableName("sales", "orders"), "TABLE", false),
            new ListedTable(new TableName("sales", "report"), "VIEW", false));

    private static TableSelection selection(
            List<String> include, List<String> exclude, List<String> whitelist, String... types) {
        return new TableSelection(
                include, exclude, whitelist, List.of(), Set.of(types), Optional.empty(), Optional.empty());
    }

    private static List<String> selected(TableSelection selection) {
        return selection.select("shop", TABLES).stream()
                .map(TableName::toString)
                .toList();
    }

    @Test
    void without_a_list_every_table_is_read_but_no_partition_and_no_view() {
        assertThat(selected(selection(List.of(), List.of(), List.of(), "TABLE")))
                .containsExactly("public.orders", "sales.orders");
    }

    @Test
    void a_pattern_matches_the_whole_name_with_and_without_schema_and_catalog() {
        assertThat(selected(selection(List.of("ord"), List.of(), List.of(), "TABLE")))
                .isEmpty();
        assertThat(selected(selection(List.of("orders"), List.of(), List.of(), "TABLE")))
                .hasSize(2);
        assertThat(selected(selection(List.of("sales\\..*"), List.of(), List.of(), "TABLE", "VIEW")))
                .containsExactly("sales.orders", "sales.report");
        assertThat(selected(selection(List.of("shop\\.public\\.orders.*"), List.of(), List.of(), "TABLE")))
                .containsExactly("public.orders");
    }

    @Test
    void exclusion_wins() {
        assertThat(selected(selection(List.of(".*"), List.of("sales\\..*"), List.of(), "TABLE")))
                .containsExactly("public.orders");
    }

    @Test
    void a_partition_is_read_if_it_is_named() {
        assertThat(selected(selection(List.of(), List.of(), List.of("public.orders_2026"), "TABLE")))
                .containsExactly("public.orders_2026");
    }

    @Test
    void patterns_of_schema_and_catalog_are_those_of_like() {
        // Given
        TableSelection inSales = new TableSelection(
                List.of(), List.of(), List.of(), List.of(), Set.of("TABLE"), Optional.of("s_l%"), Optional.of("shop"));
        TableSelection elsewhere = new TableSelection(
                List.of(), List.of(), List.of(), List.of(), Set.of("TABLE"), Optional.empty(), Optional.of("sh"));

        // When, Then
        assertThat(selected(inSales)).containsExactly("sales.orders");
        assertThat(selected(elsewhere)).isEmpty();
    }

    @Test
    void names_near_to_what_was_asked_for_come_first() {
        assertThat(TableSelection.near(List.of("sales.reports"), TABLES)).startsWith("sales.report");
    }

    @Test
    void names_that_select_nothing_are_missing() {
        // Given
        TableSelection selection =
                selection(List.of(), List.of(), List.of("public.orders", "ordrs", "sales.report"), "TABLE");

        // When
        List<String> missing = selection.missing("shop", selection.select("shop", TABLES));

        // Then
        assertThat(missing).containsExactly("ordrs", "sales.report");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_run_of_percent_signs_is_as_quick_as_one() {
        // Given
        TableSelection selection = new TableSelection(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of("TABLE"),
                Optional.of("%".repeat(30) + "x"),
                Optional.empty());
        TableName table = new TableName("a".repeat(60), "t");

        // When
        List<TableName> selected = selection.select("shop", List.of(new ListedTable(table, "TABLE", false)));

        // Then
        assertThat(selected).isEmpty();
    }
}
