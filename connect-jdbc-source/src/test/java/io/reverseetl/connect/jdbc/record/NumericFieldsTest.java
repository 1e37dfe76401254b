// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mapping at the borders between the types that it knows. */
class NumericFieldsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            none;                  2;  0;  99;                   decimal
            precision_only;        2;  0;  -99;                  INT8
            precision_only;        3;  0;  999;                  INT16
            precision_only;        4;  0;  9999;                 INT16
            precision_only;        5;  0;  99999;                INT32
            precision_only;        9;  0;  999999999;            INT32
            precision_only;        10; 0;  9999999999;           INT64
            precision_only;        18; 0;  -999999999999999999;  INT64
            precision_only;        19; 0;  9999999999999999999;  decimal
            precision_only;        5;  2;  123.45;               decimal
            precision_only;        3;  -2; 99900;                decimal
            best_fit;              18; 0;  999999999999999999;   INT64
            best_fit;              19; 0;  9999999999999999999;  decimal
            best_fit;              3;  -2; 99900;                INT32
            best_fit;              18; 4;  17179869184.5;        FLOAT64
            best_fit;              19; 4;  123456789012345.6789; decimal
            best_fit;              17; -2; 1234567890123456700;  decimal
            best_fit_eager_double; 19; 0;  9999999999999999999;  decimal
            best_fit_eager_double; 9;  0;  -1;                   INT32
            best_fit_eager_double; 30; 4;  0.0001;               FLOAT64
            """)
    void a_number_keeps_its_value_in_the_type_that_the_mapping_chooses(
            String mapping, int precision, int scale, String number, String type) {
        // Given
        FieldType field = NumericFields.of(
                new ColumnType.Numeric(precision, scale), NumericMapping.valueOf(mapping.toUpperCase(Locale.ROOT)));
        BigDecimal value = new BigDecimal(number).setScale(scale);

        // When
        Schema schema = field.schema().get().build();
        Object converted = field.convert(value);

        // Then
        assertThat(
                        Decimal.LOGICAL_NAME.equals(schema.name())
                                ? "decimal"
                                : schema.type().name())
                .isEqualTo(type);
        assertThat(new BigDecimal(String.valueOf(converted))).isEqualByComparingTo(value);
    }
}
