// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is said of an object.
 *
 * @param properties by name, as text; an empty text clears a property
 * @param associations ids of what the object is to be associated with, by the fields that say so
 */
record HubSpotPayload(Operation operation, Map<String, String> properties, Map<String, String> associations, int bytes)
        implements Payload {

    /** Quotes, colon and comma. */
    private static final int PUNCTUATION_BYTES = 6;

    private HubSpotPayload(Operation operation, Map<String, String> properties, Map<String, String> associations) {
        this(
                operation,
                Collections.unmodifiableMap(properties),
                associations.isEmpty() ? Map.of() : Collections.unmodifiableMap(associations),
                size(properties) + size(associations));
    }

    static Preparation prepare(Map<String, @Nullable Object> fields, HubSpotSettings settings) {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> associations = new LinkedHashMap<>();
        List<String> unfit = new ArrayList<>();
        fields.forEach((name, value) -> {
            boolean association = settings.isAssociation(name);
            if (value != null && (association || settings.isProperty(name))) {
                PropertyText.of(value)
                        .ifPresentOrElse(
                                text -> (association ? associations : properties).put(name, text),
                                () -> unfit.add(name));
            } else if (settings.isProperty(name) && settings.crm().nullPolicy(name) == NullPolicy.CLEAR) {
                properties.put(name, "");
            }
        });
        // An object without a company, say, keeps those that it has.
        associations.values().removeIf(String::isBlank);
        return unfit.isEmpty()
                ? new Preparation.Ready(new HubSpotPayload(settings.crm().write(), properties, associations))
                : new Preparation.Unfit(Reason.record(
                        "VALUE_UNSUPPORTED", unfit, "HubSpot takes text, numbers, booleans, dates and lists of these"));
    }

    /** Empties properties. */
    static HubSpotPayload clearing(List<String> names) {
        Map<String, String> properties = new LinkedHashMap<>();
        names.forEach(name -> properties.put(name, ""));
        return new HubSpotPayload(Operation.CLEAR, properties, Map.of());
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
        return older instanceof HubSpotPayload other
                && operation == other.operation
                && properties.keySet().containsAll(other.properties.keySet())
                && associations.keySet().containsAll(other.associations.keySet());
    }

    @Override
    public Payload over(Payload older) {
        HubSpotPayload other = (HubSpotPayload) older;
        return new HubSpotPayload(
                operation, merged(other.properties, properties), merged(other.associations, associations));
    }

    /** The same with other texts for some properties. */
    HubSpotPayload with(Map<String, String> changed) {
        return new HubSpotPayload(operation, merged(properties, changed), associations);
    }

    private static Map<String, String> merged(Map<String, String> older, Map<String, String> newer) {
        Map<String, String> merged = new LinkedHashMap<>(older);
        merged.putAll(newer);
        return merged;
    }

    /** In the order of the names, each text with its length before it: no other properties yield the same. */
    @Override
    public byte[] content() {
        StringBuilder content = new StringBuilder(bytes);
        new TreeMap<>(properties).forEach((name, text) -> append(append(content, name), text));
        // A length is a number, so a letter begins something else.
        new TreeMap<>(associations).forEach((name, id) -> append(append(content.append('a'), name), id));
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
