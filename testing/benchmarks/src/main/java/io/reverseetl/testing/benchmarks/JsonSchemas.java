// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** How JsonConverter begins a record of the customers table that carries its schema, up to the payload. */
final class JsonSchemas {

    private static final String TEXT = "\"type\":\"string\",\"optional\":true";

    private static final List<String> FIELDS = List.of(
            "{\"type\":\"int64\",\"optional\":false,\"field\":\"customer_id\"}",
            text("first_name"),
            text("last_name"),
            text("email"),
            text("phone"),
            text("company"),
            text("city"),
            text("country"),
            text("postcode"),
            "{\"type\":\"int32\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data.Date\",\"version\":1,"
                    + "\"field\":\"last_purchase_date\"}",
            "{\"type\":\"bytes\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,"
                    + "\"parameters\":{\"scale\":\"2\"},\"field\":\"total_spent\"}",
            "{\"type\":\"boolean\",\"optional\":true,\"field\":\"newsletter\"}",
            "{\"type\":\"array\",\"items\":{" + TEXT + "},\"optional\":true,\"field\":\"segments\"}",
            text("last_updated"));

    private JsonSchemas() {}

    static byte[] key(String table) {
        return envelope(FIELDS.subList(0, 1), table + ".Key");
    }

    static byte[] value(String table) {
        return envelope(FIELDS, table + ".Value");
    }

    private static String text(String field) {
        return "{" + TEXT + ",\"field\":\"" + field + "\"}";
    }

    private static byte[] envelope(List<String> fields, String name) {
        return fields.stream()
                .collect(Collectors.joining(
                        ",",
                        "{\"schema\":{\"type\":\"struct\",\"fields\":[",
                        "],\"optional\":false,\"name\":\"public." + name + "\"},\"payload\":"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
