// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.salesforce.SaveResult.RecordError;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field of an object type.
 *
 * @param length the most characters; 0 for fields that are no texts
 * @param externalId whether records are found by it; its values are unique then
 * @param options the values of a restricted picklist
 * @param relationship the name of what the field refers to; empty if it is no reference
 */
record Field(
        String name,
        FieldType type,
        int length,
        boolean required,
        boolean externalId,
        boolean readOnly,
        List<String> options,
        String relationship) {

    /** Digits of a number, and how many of them stand behind the decimal point. */
    private static final int PRECISION = 18;

    private static final int SCALE = 2;

    private static final Pattern EMAIL_ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    static Field text(String name, int length) {
        return new Field(name, FieldType.STRING, length, false, false, false, List.of(), "");
    }

    static Field of(String name, FieldType type) {
        int length = type == FieldType.EMAIL ? 80 : 0;
        return new Field(name, type, length, false, false, false, List.of(), "");
    }

    static Field picklist(String name, FieldType type, String... options) {
        return new Field(name, type, 0, false, false, false, List.of(options), "");
    }

    static Field reference(String name, String relationship) {
        return new Field(name, FieldType.REFERENCE, 18, false, false, false, List.of(), relationship);
    }

    static Field externalId(String name) {
        return new Field(name, FieldType.STRING, 64, false, true, false, List.of(), "");
    }

    static Field readOnly(String name, FieldType type) {
        return new Field(name, type, 0, false, false, true, List.of(), "");
    }

    Field asRequired() {
        return new Field(name, type, length, true, externalId, readOnly, options, relationship);
    }

    /** Why the field cannot have a value of its type; nothing if it can. */
    Optional<RecordError> refusal(JsonNode value) {
        String text = value.asText();
        if (length > 0 && text.length() > length) {
            return Optional.of(RecordError.of(
                    "STRING_TOO_LONG",
                    name + ": data value too large: " + text + " (max length=" + length + ")",
                    name));
        }
        if (type == FieldType.DOUBLE
                && value.isNumber()
                && value.decimalValue().precision() - value.decimalValue().scale() > PRECISION - SCALE) {
            return Optional.of(RecordError.of(
                    "NUMBER_OUTSIDE_VALID_RANGE", name + ": value outside of valid range: " + text, name));
        }
        if (type == FieldType.EMAIL && !EMAIL_ADDRESS.matcher(text).matches()) {
            return Optional.of(
                    RecordError.of("INVALID_EMAIL_ADDRESS", name + ": invalid email address: " + text, name));
        }
        boolean known = options.isEmpty() || options.containsAll(Arrays.asList(text.split(";", -1)));
        return known
                ? Optional.empty()
                : Optional.of(RecordError.of(
                        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                        name + ": bad value for restricted picklist field: " + text,
                        name));
    }

    /** As describe tells it. */
    Map<String, Object> described() {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", name);
        described.put("label", name);
        described.put("type", type.spelling());
        described.put("length", length);
        described.put("precision", type == FieldType.DOUBLE ? PRECISION : 0);
        described.put("scale", type == FieldType.DOUBLE ? SCALE : 0);
        described.put("nillable", !required);
        described.put("createable", !readOnly);
        described.put("updateable", !readOnly);
        described.put("externalId", externalId);
        described.put("idLookup", externalId || type == FieldType.ID || type == FieldType.EMAIL);
        described.put("unique", externalId);
        described.put("relationshipName", relationship.isEmpty() ? null : relationship);
        return described;
    }
}
