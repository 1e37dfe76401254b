// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Properties by name, as text. An empty text clears a property. */
record HubSpotPayload(Operation operation, Map<String, String> properties, int bytes) implements Payload {

    /** Quotes, colon and comma. */
    private static final int PUNCTUATION_BYTES = 6;

    private HubSpotPayload(Operation operation, Map<String, String> properties) {
        this(operation, Collections.unmodifiableMap(properties), size(properties));
    }

    static Preparation prepare(Map<String, @Nullable Object> fields, AdapterSettings settings) {
        Map<String, String> properties = new LinkedHashMap<>();
        List<String> unfit = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                Optional<String> text = PropertyText.of(value);
                text.ifPresentOrElse(found -> properties.put(name, found), () -> unfit.add(name));
            } else if (settings.nullPolicy(name) == NullPolicy.CLEAR) {
                properties.put(name, "");
            }
        });
        return unfit.isEmpty()
                ? new Preparation.Ready(new HubSpotPayload(settings.write(), properties))
                : new Preparation.Unfit(Reason.record(
                        "VALUE_UNSUPPORTED", unfit, "HubSpot takes text, numbers, booleans, dates and lists of these"));
    }

    /** Empties properties. */
    static HubSpotPayload clearing(List<String> names) {
        Map<String, String> properties = new LinkedHashMap<>();
        names.forEach(name -> properties.put(name, ""));
        return new HubSpotPayload(Operation.CLEAR, properties);
    }

    private static int size(Map<String, String> properties) {
        return properties.entrySet().stream()
                .mapToInt(entry -> utf8Length(entry.getKey()) + utf8Length(entry.getValue()) + PUNCTUATION_BYTES)
                .sum();
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public boolean replaces(Payload older) {
        return operation == older.operation()
                && properties.keySet().containsAll(((HubSpotPayload) older).properties.keySet());
    }

    @Override
    public Payload over(Payload older) {
        Map<String, String> merged = new LinkedHashMap<>(((HubSpotPayload) older).properties);
        merged.putAll(properties);
        return new HubSpotPayload(operation, merged);
    }

    /** In the order of the names, each text with its length before it: no other properties yield the same. */
    @Override
    public byte[] content() {
        StringBuilder content = new StringBuilder(bytes);
        new TreeMap<>(properties).forEach((name, text) -> append(append(content, name), text));
        return content.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder append(StringBuilder content, String text) {
        return content.append(text.length()).append(':').append(text);
    }

    /** Without the values, which are personal data. */
    @Override
    public String toString() {
        return "HubSpotPayload" + properties.keySet();
    }
}
