// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyColumnsTest {

    private static final TableName ORDERS = new TableName("shop", "Orders");

    @Test
    void plain_names_are_one_key_for_every_table() {
        assertThat(KeyColumns.parse(List.of("tenant_id", "id")).of(ORDERS)).contains(List.of("tenant_id", "id"));
    }

    @Test
    void a_table_of_its_own_name_wins_over_the_plain_names() {
        // Given
        KeyColumns columns = KeyColumns.parse(List.of("id", "shop.Orders=tenant_id + no", "other=x"));

        // When, Then
        assertThat(columns.of(ORDERS)).contains(List.of("tenant_id", "no"));
        assertThat(columns.of(new TableName("shop", "third"))).contains(List.of("id"));
    }

    @Test
    void a_table_may_be_named_as_offsets_name_it() {
        assertThat(KeyColumns.parse(List.of("shop.\"Orders\"=no")).of(ORDERS)).contains(List.of("no"));
    }

    @Test
    void without_names_the_primary_key_is_left_to_stand() {
        assertThat(KeyColumns.parse(List.of("other=x")).of(ORDERS)).isEmpty();
    }

    @Test
    void a_table_that_no_table_is_called_is_missing() {
        // Given
        KeyColumns columns = KeyColumns.parse(List.of("shop.Orders=a", "ordres=b", "id"));

        // When, Then
        assertThat(columns.missing(List.of(ORDERS))).containsExactly("ordres");
    }
}
