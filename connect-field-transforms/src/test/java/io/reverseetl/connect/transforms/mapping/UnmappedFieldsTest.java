// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random records and mappings: whatever is mapped, the fields that are not stay as they are, or go, as told. */
class UnmappedFieldsTest {

    private static final List<Schema> TYPES = List.of(
            Schema.STRING_SCHEMA,
            Schema.OPTIONAL_STRING_SCHEMA,
            Schema.INT64_SCHEMA,
            Schema.OPTIONAL_BOOLEAN_SCHEMA,
            Decimal.builder(3).optional().build(),
            Timestamp.SCHEMA,
            SchemaBuilder.int32().optional().defaultValue(5).build(),
            SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build());

    static LongStream seeds() {
        return new Random().longs(300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keep_loses_and_retypes_nothing_and_drop_leaves_only_targets(long seed) {
        // Given
        Random random = new Random(seed);
        Schema schema = schema(random);
        Struct struct = struct(schema, random);
        Map<String, String> sourceOfTarget = targets(schema, random);
        String mapping = sourceOfTarget.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(random.nextBoolean() ? ";" : "\n"));

        // When
        Struct kept = Mapping.parse(mapping, Unmapped.KEEP).bind(schema).apply(struct);
        Struct dropped = Mapping.parse(mapping, Unmapped.DROP).bind(schema).apply(struct);
        Map<Object, Object> keptMap = Mapping.parse(mapping, Unmapped.KEEP).apply(map(struct));
        Map<Object, Object> droppedMap = Mapping.parse(mapping, Unmapped.DROP).apply(map(struct));

        // Then
        List<String> untouched = schema.fields().stream()
                .map(Field::name)
                .filter(name -> !sourceOfTarget.containsKey(name) && !sourceOfTarget.containsValue(name))
                .toList();
        List<String> expected = new ArrayList<>(sourceOfTarget.keySet());
        assertThat(names(dropped)).as("seed %d", seed).isEqualTo(expected);
        assertThat(droppedMap.keySet()).as("seed %d", seed).containsExactlyElementsOf(expected);
        expected.addAll(untouched);
        assertThat(names(kept)).as("seed %d", seed).isEqualTo(expected);
        assertThat(keptMap.keySet()).as("seed %d", seed).containsExactlyElementsOf(expected);
        Map<String, String> sources = new LinkedHashMap<>(sourceOfTarget);
        untouched.forEach(name -> sources.put(name, name));
        sources.forEach((target, source) -> {
            assertThat(kept.schema().field(target).schema())
                    .as("seed %d", seed)
                    .isSameAs(schema.field(source).schema());
            assertThat(kept.getWithoutDefault(target)).as("seed %d", seed).isSameAs(struct.getWithoutDefault(source));
            assertThat(keptMap.get(target)).as("seed %d", seed).isSameAs(struct.getWithoutDefault(source));
        });
        kept.validate();
    }

    private static Schema schema(Random random) {
        SchemaBuilder builder = SchemaBuilder.struct();
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            builder.field("f" + i, TYPES.get(random.nextInt(TYPES.size())));
        }
        return builder.build();
    }

    private static Struct struct(Schema schema, Random random) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            boolean isNull = field.schema().isOptional() && random.nextInt(3) == 0;
            struct.put(field, isNull ? null : value(field.schema(), random));
        }
        return struct;
    }

    private static Object value(Schema schema, Random random) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return BigDecimal.valueOf(random.nextLong(), 3);
        }
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return Date.from(Instant.ofEpochMilli(random.nextInt()));
        }
        return switch (schema.type()) {
            case STRING -> "text " + random.nextInt();
            case INT64 -> random.nextLong();
            case INT32 -> random.nextInt();
            case BOOLEAN -> random.nextBoolean();
            default -> List.of("element " + random.nextInt());
        };
    }

    /** Some targets are new names, and some take the name of a field: their own or another. */
    private static Map<String, String> targets(Schema schema, Random random) {
        List<String> names =
                new ArrayList<>(schema.fields().stream().map(Field::name).toList());
        Collections.shuffle(names, random);
        Map<String, String> targets = new LinkedHashMap<>();
        int count = 1 + random.nextInt(names.size());
        for (int i = 0; i < count; i++) {
            String source = names.get(random.nextInt(names.size()));
            targets.put(random.nextBoolean() ? "new" + i : names.get(i), source);
        }
        return targets;
    }

    private static Map<String, Object> map(Struct struct) {
        Map<String, Object> map = new LinkedHashMap<>();
        struct.schema().fields().forEach(field -> map.put(field.name(), struct.getWithoutDefault(field.name())));
        return map;
    }

    private static List<String> names(Struct struct) {
        return struct.schema().fields().stream().map(Field::name).toList();
    }
}
