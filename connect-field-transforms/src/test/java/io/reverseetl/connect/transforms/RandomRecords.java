// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records of every type, with a schema and without, with odd names and odd values. */
final class RandomRecords {

    /** Is in every text, so that a message that holds a value is found. */
    static final String SECRET = "s3cr3t";

    private static final List<String> NAMES = List.of("id", "email", "a.b", "first name", "größe", "_x1", "after");

    private static final int MILLIS_A_DAY = 86_400_000;

    private final Random random;
    private List<String> names = List.of();

    RandomRecords(Random random) {
        this.random = random;
    }

    SinkRecord next() {
        names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        names = names.subList(0, 1 + random.nextInt(names.size()));
        return Records.of(random.nextBoolean() ? struct() : map(names));
    }

    /** The name of a field of the last record, or now and then of none. */
    String field() {
        return random.nextInt(10) == 0 ? "absent" : names.get(random.nextInt(names.size()));
    }

    private Struct struct() {
        SchemaBuilder builder = SchemaBuilder.struct().name("any").version(7);
        names.forEach(name -> builder.field(name, schema(2)));
        Schema schema = builder.build();
        return (Struct) value(schema);
    }

    private Map<String, Object> map(List<String> names) {
        Map<String, Object> map = new LinkedHashMap<>();
        names.forEach(name -> map.put(name, random.nextInt(5) == 0 ? null : withoutSchema(value(schema(2)))));
        return map;
    }

    /** The value as a record without a schema holds it: maps in place of structs. */
    private static Object withoutSchema(Object value) {
        if (value instanceof Struct struct) {
            Map<String, Object> map = new LinkedHashMap<>();
            struct.schema().fields().forEach(field -> map.put(field.name(), withoutSchema(struct.get(field))));
            return map;
        }
        if (value instanceof Map<?, ?> fields) {
            Map<Object, Object> map = new LinkedHashMap<>();
            fields.forEach((name, each) -> map.put(name, withoutSchema(each)));
            return map;
        }
        if (value instanceof List<?> elements) {
            List<Object> array = new ArrayList<>();
            elements.forEach(element -> array.add(withoutSchema(element)));
            return array;
        }
        return value;
    }

    private Schema schema(int depth) {
        SchemaBuilder builder = switch (random.nextInt(depth > 0 ? 17 : 14)) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.bytes();
            case 8 -> org.apache.kafka.connect.data.Date.builder();
            case 9 -> Time.builder();
            case 10 -> Timestamp.builder();
            case 11 -> Decimal.builder(2);
            case 12, 13 ->
                random.nextBoolean()
                        ? SchemaBuilder.string()
                        : SchemaBuilder.string().defaultValue("a default");
            case 14 -> SchemaBuilder.array(schema(depth - 1));
            case 15 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1));
            default -> SchemaBuilder.struct().field("inner", schema(depth - 1)).field("a.b", schema(depth - 1));
        };
        return random.nextInt(3) == 0 ? builder.optional().build() : builder.build();
    }

    private Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(3) == 0) {
            return null;
        }
        if (schema.name() != null && schema.type() != Schema.Type.STRUCT) {
            return switch (schema.name()) {
                case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                    date((long) random.nextInt(40_000) * MILLIS_A_DAY);
                case Time.LOGICAL_NAME -> date(random.nextInt(MILLIS_A_DAY));
                case Timestamp.LOGICAL_NAME -> date(random.nextInt() * 1_000L);
                default -> BigDecimal.valueOf(random.nextInt(), 2);
            };
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT32 -> random.nextInt(9) == 0 ? Float.NaN : random.nextFloat() * 1e9f;
            case FLOAT64 -> random.nextInt(9) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e300;
            case BOOLEAN -> random.nextBoolean();
            case BYTES -> random.nextBoolean() ? new byte[] {1, 2} : ByteBuffer.wrap(new byte[] {3});
            case STRING -> text();
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    elements.add(value(schema.valueSchema()));
                }
                yield elements;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    map.put("key" + i, value(schema.valueSchema()));
                }
                yield map;
            }
            case STRUCT -> {
                Struct struct = new Struct(schema);
                schema.fields().forEach(field -> struct.put(field, value(field.schema())));
                yield struct;
            }
        };
    }

    private static Date date(long millis) {
        return Date.from(Instant.ofEpochMilli(millis));
    }

    private String text() {
        List<String> texts = List.of(
                SECRET,
                SECRET + "@example.org",
                " " + SECRET + "\uD83D\uDE00\u0000",
                SECRET.repeat(200),
                "https://example.org/" + SECRET,
                "2026-02-28T10:00:00Z " + SECRET,
                "",
                "2026-02-28",
                "+33123456789");
        return texts.get(random.nextInt(texts.size()));
    }
}
