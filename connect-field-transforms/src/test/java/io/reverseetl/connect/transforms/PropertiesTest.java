// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every transform, whatever the record and the config: no field is lost that it was not told to drop, no
 * value changes that it was not told to change, and nothing is thrown but a DataException that names the field, and for
 * a config a ConfigException.
 */
class PropertiesTest {

    private static final int RECORDS_A_SEED = 200;
    private static final List<String> NESTED = List.of(".inner", ".new", ".inner.new");

    static Stream<Integer> seeds() {
        return IntStream.range(0, 20).boxed();
    }

    /** Functions that change what a field says, and neither its type nor its place. */
    private static final List<String> OF_ANY_TYPE = List.of("keep", "null", "truncate(1)", "year", "month", "step(7)");

    /** Functions that make text of a field, or drop it. */
    private static final List<String> OF_ANOTHER =
            List.of("hash", "hash('text')", "hash('phone')", "hmac", "token", "redact", "drop");

    /**
     * A transform with a config that names one field.
     *
     * @param field that it may change, or take, or fail about
     * @param keepsType whether it was not told to drop the field, nor to make another type of it
     */
    private record Case(
            Transformation<SinkRecord> transform, Map<String, String> config, String field, boolean keepsType) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void only_what_was_named_changes_and_only_data_exceptions_are_thrown(int seed) {
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(random);
        for (int i = 0; i < RECORDS_A_SEED; i++) {
            // Given
            SinkRecord record = records.next();
            Case chosen = aCase(random, records.field());

            // When
            SinkRecord changed;
            try (Transformation<SinkRecord> transform = chosen.transform()) {
                transform.configure(chosen.config());
                changed = transform.apply(record);
            } catch (DataException e) {
                assertThat(e)
                        .as("%s", chosen)
                        .hasMessageContaining("'customers'")
                        .hasMessageContaining(chosen.field());
                assertThat(e).as("%s of %s", chosen, record).hasMessageNotContaining(RandomRecords.SECRET);
                continue;
            }

            // Then
            assertOthersAreTheSame(record, changed, chosen);
            if (chosen.keepsType()) {
                assertNamedFieldHasItsType(record, changed, chosen);
            }
        }
    }

    private static void assertOthersAreTheSame(SinkRecord before, SinkRecord after, Case chosen) {
        assertThat(after.key()).isSameAs(before.key());
        assertThat(after.timestamp()).isEqualTo(before.timestamp());
        Map<String, Object> old = fields(before.value());
        Map<String, Object> now = fields(after.value());
        old.keySet().stream()
                .filter(name -> !name.equals(chosen.field()))
                .forEach(name -> assertThat(now)
                        .as("field '%s' after %s", name, chosen)
                        .containsKey(name)
                        .satisfies(fields -> assertThat(Objects.deepEquals(fields.get(name), old.get(name)))
                                .isTrue()));
        if (before.value() instanceof Struct struct) {
            Schema schema = ((Struct) after.value()).schema();
            assertThat(after.valueSchema()).isEqualTo(schema);
            ((Struct) after.value()).validate();
            for (Field field : struct.schema().fields()) {
                if (!field.name().equals(chosen.field())) {
                    assertThat(schema.field(field.name()).schema())
                            .as("schema of '%s' after %s", field.name(), chosen)
                            .isEqualTo(field.schema());
                }
            }
        } else {
            assertThat(after.valueSchema()).isNull();
        }
    }

    private static void assertNamedFieldHasItsType(SinkRecord before, SinkRecord after, Case chosen) {
        Object old = fields(before.value()).get(chosen.field());
        Object now = fields(after.value()).get(chosen.field());
        assertThat(fields(after.value()).containsKey(chosen.field()))
                .as("field after %s", chosen)
                .isEqualTo(fields(before.value()).containsKey(chosen.field()));
        if (old != null && now != null) {
            assertThat(now).as("value after %s", chosen).hasSameClassAs(old);
        }
        if (before.valueSchema() != null && before.valueSchema().field(chosen.field()) != null) {
            Schema was = before.valueSchema().field(chosen.field()).schema();
            Schema is = after.valueSchema().field(chosen.field()).schema();
            assertThat(is.type()).as("type after %s", chosen).isEqualTo(was.type());
            assertThat(is.name()).as("logical type after %s", chosen).isEqualTo(was.name());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_allow_list_lets_pass_what_it_names_and_nothing_else(int seed) {
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(random);
        for (int i = 0; i < RECORDS_A_SEED; i++) {
            // Given
            SinkRecord record = records.next();
            String field = records.field();

            // When
            SinkRecord changed;
            try (ProtectFields.Value<SinkRecord> transform = new ProtectFields.Value<>()) {
                transform.configure(Map.of("fields", '"' + field + "\": keep, optional", "unnamed", "drop"));
                changed = transform.apply(record);
            }

            // Then
            Map<String, Object> expected = fields(record.value());
            expected.keySet().retainAll(List.of(field));
            assertThat(fields(changed.value())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_predicate_decides_or_throws_a_data_exception_that_names_the_field(int seed) {
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(random);
        for (int i = 0; i < RECORDS_A_SEED; i++) {
            // Given
            SinkRecord record = records.next();
            String field = records.field();
            String name = '"' + field + '"';
            boolean ofConsent = random.nextBoolean();
            Map<String, String> config =
                    ofConsent ? Map.of("from", "value." + name) : Map.of("fields", "x", "before", name, "after", name);

            // When
            try (Predicate<SinkRecord> predicate = ofConsent ? new HasConsent<>() : new ChangedFields<>()) {
                predicate.configure(config);
                boolean first = predicate.test(record);

                // Then
                assertThat(predicate.test(record)).isEqualTo(first);
            } catch (DataException e) {
                // What is compared has to have the field x, which no record has.
                assertThat(e)
                        .hasMessageContaining("'customers'")
                        .hasMessageMatching("(?s).*('x'|" + Pattern.quote(field) + ").*");
                assertThat(e).as("%s of %s", config, record).hasMessageNotContaining(RandomRecords.SECRET);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_target_in_a_struct_leaves_the_other_fields_of_the_struct(int seed) {
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(random);
        for (int i = 0; i < RECORDS_A_SEED; i++) {
            // Given
            SinkRecord record = records.next();
            String field = records.field();
            Object before = fields(record.value()).get(field);
            Map<String, String> config = Map.of(
                    "mapping",
                    '"' + field + "\".inner." + pick(random, List.of("a", "b")) + " = 1",
                    "unmapped",
                    "keep");

            // When
            SinkRecord changed;
            try (MapFields.Value<SinkRecord> transform = new MapFields.Value<>()) {
                transform.configure(config);
                changed = transform.apply(record);
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("no field can be added to field '" + field);
                assertThat(e).hasMessageNotContaining(RandomRecords.SECRET);
                continue;
            }

            // Then
            Map<String, Object> old = before == null ? Map.of() : fields(before);
            Map<String, Object> now = fields(fields(changed.value()).get(field));
            assertThat(now).containsKey("inner");
            old.forEach((name, value) -> {
                if (!name.equals("inner")) {
                    assertThat(Objects.deepEquals(now.get(name), value))
                            .as("field '%s' of '%s' after %s", name, field, config)
                            .isTrue();
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_config_of_nonsense_is_refused_as_a_config(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < RECORDS_A_SEED; i++) {
            // Given
            Case chosen = aCase(random, "f");
            Map<String, String> config = new LinkedHashMap<>(chosen.config());
            config.replaceAll((key, text) -> mangled(random, text));

            // Then
            try (Transformation<SinkRecord> transform = chosen.transform()) {
                transform.configure(config);
            } catch (ConfigException refused) {
                assertThat(refused.getMessage()).as("%s", config).isNotBlank();
            }
        }
    }

    private static Case aCase(Random random, String field) {
        String name = '"' + field + '"';
        List<String> rules = List.of(
                "required",
                "email",
                "phone",
                "url",
                "type('integer')",
                "regex('a*')",
                "length(0, 3)",
                "range(0, 9)",
                "date",
                "in('a', 1)",
                "check('$exists($)')");
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                new Case(
                        new ValidateFields.Value<>(),
                        Map.of(
                                "rules",
                                name + ": " + pick(random, rules),
                                "on.failure",
                                pick(random, List.of("fail", "null", "header"))),
                        field,
                        true);
            case 2 -> protect(field, pick(random, OF_ANY_TYPE), true);
            case 3 -> protect(field, pick(random, OF_ANOTHER), false);
            case 4 ->
                new Case(
                        new MapFields.Value<>(),
                        Map.of(
                                "mapping",
                                name + " | " + pick(random, List.of("trim", "string", "optional")),
                                "unmapped",
                                "keep"),
                        field,
                        false);
            case 5 ->
                new Case(
                        new MapFields.Value<>(),
                        Map.of(
                                "mapping",
                                "element = " + name + pick(random, List.of("[0]", "[-1].inner", "[0][1] | optional")),
                                "unmapped",
                                "keep"),
                        field,
                        true);
            case 6 ->
                new Case(
                        new MapFields.Value<>(),
                        Map.of("mapping", name + pick(random, NESTED) + " = 1", "unmapped", "keep"),
                        field,
                        false);
            default ->
                new Case(
                        new Expression.Value<>(),
                        Map.of("expression", "{\"" + field + "\": 1}", "types", name + ": integer", "unmapped", "keep"),
                        field,
                        false);
        };
    }

    private static Case protect(String field, String function, boolean keepsType) {
        return new Case(
                new ProtectFields.Value<>(),
                Map.of("fields", '"' + field + "\": " + function, "key", "k".repeat(32)),
                field,
                keepsType);
    }

    private static String pick(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Characters lost, doubled and replaced. */
    private static String mangled(Random random, String text) {
        StringBuilder mangled = new StringBuilder(text);
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            int at = random.nextInt(mangled.length());
            switch (random.nextInt(3)) {
                case 0 -> mangled.setCharAt(at, ":;,.'\"()[]{}|=\n $-1a\0é".charAt(random.nextInt(22)));
                case 1 -> mangled.insert(at, mangled.charAt(at));
                default -> {
                    if (mangled.length() > 1) {
                        mangled.deleteCharAt(at);
                    }
                }
            }
        }
        return mangled.toString();
    }

    private static Map<String, Object> fields(Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), struct.getWithoutDefault(field.name()));
            }
        } else {
            ((Map<?, ?>) value).forEach((name, each) -> fields.put(String.valueOf(name), each));
        }
        return fields;
    }
}
