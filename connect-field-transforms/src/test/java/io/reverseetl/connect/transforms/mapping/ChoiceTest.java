// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {

    private static final Schema CONTACT = SchemaBuilder.struct()
            .field("work", Schema.OPTIONAL_STRING_SCHEMA)
            .field("home", Schema.OPTIONAL_STRING_SCHEMA)
            .field("login", Schema.STRING_SCHEMA)
            .field("id", Schema.INT64_SCHEMA)
            .build();

    @ParameterizedTest
    @CsvSource({"w, h, w", ", h, h", ", , l"})
    void the_first_operand_that_is_not_null_is_taken(String work, String home, String expected) {
        // Given
        Struct struct = contact().put("work", work).put("home", home);
        Map<String, Object> map = new HashMap<>();
        map.put("work", work);
        map.put("home", home);
        map.put("login", "l");

        // Then
        assertThat(mapped("mail = work ?? home ?? login", struct).get("mail")).isEqualTo(expected);
        assertThat(Mapping.parse("mail = work ?? home ?? login", Unmapped.DROP).apply(map))
                .isEqualTo(Map.of("mail", expected));
    }

    @Test
    void it_may_be_null_only_if_each_may() {
        assertThat(mapped("a = work ?? home; b = work ?? login; c = work ?? 'none'", contact())
                        .schema()
                        .fields())
                .extracting(field -> field.schema().isOptional())
                .containsExactly(true, false, false);
        assertThat(mapped("a = work ?? home", contact()).get("a")).isNull();
    }

    @Test
    void functions_stand_over_the_whole_choice_and_absent_fields_may_be_optional() {
        // Given
        Mapping mapping = Mapping.parse("mail = fax ?? (mail | optional) | optional | upper", Unmapped.DROP);

        // Then
        assertThat(mapping.apply(Map.of("mail", "m"))).isEqualTo(Map.of("mail", "M"));
        assertThat(mapping.apply(Map.of())).isEmpty();
        assertThatThrownBy(
                        () -> Mapping.parse("mail = fax ?? mail", Unmapped.DROP).apply(Map.of("mail", "m")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("there is no field 'fax'");
    }

    @Test
    void operands_of_two_types_are_refused() {
        assertThatThrownBy(() -> mapped("a = work ?? id", contact()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "`??` takes fields of one type, but field 'work' is STRING and field 'id' is INT64.");
    }

    @Test
    void every_operand_is_taken_over() {
        // When
        Struct mapped = Mapping.parse("mail = work ?? home", Unmapped.KEEP)
                .bind(CONTACT)
                .apply(contact());

        // Then
        assertThat(mapped.schema().fields()).extracting("name").containsExactly("mail", "login", "id");
    }

    @Test
    void a_value_is_looked_up_in_a_small_table() {
        // Given
        Mapping mapping = Mapping.parse("c = c | lookup('fr', 'France', '7', 'Seven', 'true', 'Yes')", Unmapped.DROP);
        Mapping withOther = Mapping.parse("c = c | lookup('fr', 'France', 'Other')", Unmapped.DROP);

        // Then
        assertThat(mapping.apply(Map.of("c", "fr"))).isEqualTo(Map.of("c", "France"));
        assertThat(mapping.apply(Map.of("c", 7L))).isEqualTo(Map.of("c", "Seven"));
        assertThat(mapping.apply(Map.of("c", true))).isEqualTo(Map.of("c", "Yes"));
        assertThat(withOther.apply(Map.of("c", "xx"))).isEqualTo(Map.of("c", "Other"));
        assertThatThrownBy(() -> mapping.apply(Map.of("c", "secret")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("lookup has nothing for the value of field 'c'")
                .hasMessageNotContaining("secret");
    }

    private static Struct contact() {
        return new Struct(CONTACT).put("login", "l").put("id", 1L);
    }

    private static Struct mapped(String mapping, Struct struct) {
        return Mapping.parse(mapping, Unmapped.DROP).bind(struct.schema()).apply(struct);
    }
}
