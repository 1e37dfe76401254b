// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    public;  customers; public.customers
                    public;  Customers; public."Customers"
                    a.b;     c"d;       "a.b"."c""d"
                    my shop; order-1;   my shop.order-1
                    über;    Ärger;     über."Ärger"
                    """)
    void the_text_form_is_frozen_and_reads_back(String schema, String name, String text) {
        assertThat(new TableName(schema, name)).hasToString(text);
        assertThat(TableName.parse(text)).contains(new TableName(schema, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"customers", "a.b.c", "a.", ".b", "a..b", "\"a.b", "\"a\"b.c", ""})
    void anything_else_is_no_name(String text) {
        assertThat(TableName.parse(text)).isEmpty();
    }

    @Test
    void names_are_ordered_by_schema_and_name() {
        assertThat(new TableName("a", "z")).isLessThan(new TableName("b", "a")).isGreaterThan(new TableName("a", "y"));
    }
}
