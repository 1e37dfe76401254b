// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by field name, or that an object goes. A JSON null clears a field.
 *
 * @param fields names as in {@link FieldName}; none if the object goes
 */
record SalesforcePayload(Operation operation, Map<String, JsonNode> fields, int bytes) implements Payload {

    /** Quotes, colon and comma. */
    private static final int PUNCTUATION_BYTES = 6;

    private SalesforcePayload(Operation operation, Map<String, JsonNode> fields) {
        this(operation, Collections.unmodifiableMap(fields), size(fields));
    }

    static Preparation prepare(Map<String, @Nullable Object> fields, AdapterSettings settings) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<String> unfit = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                FieldValue.of(value).ifPresentOrElse(found -> values.put(name, found), () -> unfit.add(name));
            } else if (settings.nullPolicy(name) == NullPolicy.CLEAR) {
                values.put(name, NullNode.getInstance());
            }
        });
        List<String> again = repeatedReferences(values);
        if (!again.isEmpty()) {
            return new Preparation.Unfit(Reason.record(
                    "REFERENCE_TWICE", again, "A record is referred to by one external id: keep one of the fields"));
        }
        return unfit.isEmpty()
                ? new Preparation.Ready(new SalesforcePayload(settings.write(), values))
                : new Preparation.Unfit(Reason.record("VALUE_UNSUPPORTED", unfit, advice(fields, unfit)));
    }

    private static String advice(Map<String, @Nullable Object> fields, List<String> unfit) {
        boolean struct = unfit.stream().anyMatch(name -> fields.get(name) instanceof Map);
        return "Salesforce takes text, numbers, booleans, dates and lists of these"
                + (struct ? ". A reference by external id is one name: put it in double quotes in the mapping" : "");
    }

    private static List<String> repeatedReferences(Map<String, JsonNode> values) {
        Set<String> relationships = new HashSet<>();
        return values.keySet().stream()
                .filter(name -> name.indexOf('.') >= 0)
                .filter(name -> !relationships.add(FieldName.of(name).relationship()))
                .toList();
    }

    /** Empties fields. */
    static SalesforcePayload clearing(List<String> names) {
        Map<String, JsonNode> nulls = new LinkedHashMap<>();
        names.forEach(name -> nulls.put(name, NullNode.getInstance()));
        return new SalesforcePayload(Operation.CLEAR, nulls);
    }

    static SalesforcePayload removal() {
        return new SalesforcePayload(Operation.DELETE, Map.of());
    }

    private static int size(Map<String, JsonNode> fields) {
        return fields.entrySet().stream()
                .mapToInt(entry ->
                        utf8(entry.getKey()).length + utf8(entry.getValue().asText()).length + PUNCTUATION_BYTES)
                .sum();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean replaces(Payload older) {
        return operation.removes()
                || (operation == older.operation()
                        && fields.keySet().containsAll(((SalesforcePayload) older).fields.keySet()));
    }

    @Override
    public Payload over(Payload older) {
        if (operation.removes()) {
            return this;
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>(((SalesforcePayload) older).fields);
        merged.putAll(fields);
        return new SalesforcePayload(operation, merged);
    }

    /** In the order of the names, each text with its kind and length before it: no other fields yield the same. */
    @Override
    public byte[] content() {
        StringBuilder content = new StringBuilder(bytes);
        new TreeMap<>(fields).forEach((name, value) -> {
            append(content, name);
            // A text that says null is not a null.
            content.append(value.getNodeType()).append(' ');
            append(content, value.asText());
        });
        return utf8(content.toString());
    }

    private static void append(StringBuilder content, String text) {
        content.append(text.length()).append(':').append(text);
    }

    /** Without the values, which are personal data. */
    @Override
    public String toString() {
        return "SalesforcePayload" + fields.keySet();
    }
}
