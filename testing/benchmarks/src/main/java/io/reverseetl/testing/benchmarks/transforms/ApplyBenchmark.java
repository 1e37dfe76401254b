// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks.transforms;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Applies a transform to one record of twelve fields, again and again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApplyBenchmark {

    @Param
    public Candidate candidate;

    @Param({"true", "false"})
    public boolean schema;

    private Transformation<SinkRecord> transform;
    private SinkRecord record;

    /** JMH fills the fields in. */
    @SuppressWarnings("NullAway.Init")
    public ApplyBenchmark() {}

    @Setup
    public void prepare() {
        transform = candidate.configured();
        Struct customer = customer();
        record = schema ? record(customer.schema(), customer) : record(null, map(customer));
    }

    @Benchmark
    public SinkRecord apply() {
        return transform.apply(record);
    }

    private static SinkRecord record(@Nullable Schema schema, Object value) {
        return new SinkRecord("customers", 0, Schema.STRING_SCHEMA, "42", schema, value, 7);
    }

    private static Map<String, @Nullable Object> map(Struct struct) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Field field : struct.schema().fields()) {
            map.put(field.name(), struct.get(field));
        }
        return map;
    }

    private static Struct customer() {
        Schema schema = SchemaBuilder.struct()
                .field("customer_id", Schema.INT64_SCHEMA)
                .field("first_name", Schema.STRING_SCHEMA)
                .field("last_name", Schema.STRING_SCHEMA)
                .field("email", Schema.STRING_SCHEMA)
                .field("phone", Schema.OPTIONAL_STRING_SCHEMA)
                .field("city", Schema.OPTIONAL_STRING_SCHEMA)
                .field("country", Schema.OPTIONAL_STRING_SCHEMA)
                .field("postcode", Schema.OPTIONAL_STRING_SCHEMA)
                .field("total_spent", Schema.FLOAT64_SCHEMA)
                .field("orders", Schema.INT32_SCHEMA)
                .field("newsletter", Schema.BOOLEAN_SCHEMA)
                .field("created", Timestamp.SCHEMA)
                .build();
        return new Struct(schema)
                .put("customer_id", 42L)
                .put("first_name", " Ada ")
                .put("last_name", "Lovelace")
                .put("email", "Ada.Lovelace@Example.org")
                .put("phone", "+33123456789")
                .put("city", "Paris")
                .put("country", "fr")
                .put("postcode", "75011")
                .put("total_spent", 1234.5)
                .put("orders", 7)
                .put("newsletter", true)
                .put("created", Date.from(Instant.parse("2026-11-22T23:30:00Z")));
    }
}
