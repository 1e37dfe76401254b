// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"id", "2nd", "a-b", "größe", "select", "a b", "😀", "٣", "_", "a.b", "\"", "?column?"})
    void every_name_becomes_one_that_avro_takes(String name) {
        // When
        String legal = AvroNames.legal(name);

        // Then
        assertThat(SchemaBuilder.record("r")
                        .fields()
                        .requiredInt(legal)
                        .endRecord()
                        .getField(legal))
                .isNotNull();
    }
}
