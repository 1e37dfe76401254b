// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.salesforce.SaveResult.RecordError;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One record of a request, held against its type. What is wrong with it alone is an error of its own. */
final class RecordInput {

    private final ObjectType type;
    private final JsonNode json;
    private final Map<String, String> values = new HashMap<>();
    private Optional<RecordError> error = Optional.empty();

    private RecordInput(ObjectType type, JsonNode json) {
        this.type = type;
        this.json = json;
    }

    /**
     * Reads a record.
     *
     * @throws ApiError if it has a field that its type does not have, or JSON of another kind than a field takes
     */
    static RecordInput read(ObjectType type, JsonNode json, ObjectStore store) {
        RecordInput input = new RecordInput(type, json);
        json.properties().forEach(entry -> input.read(entry.getKey(), entry.getValue(), store));
        return input;
    }

    private void read(String name, JsonNode value, ObjectStore store) {
        if (name.equals("attributes") || name.equalsIgnoreCase("id")) {
            return;
        }
        Optional<Field> reference = type.relationship(name);
        if (reference.isPresent()) {
            refer(reference.get(), value, store);
            return;
        }
        Field field = type.field(name)
                .orElseThrow(() -> new ApiError(
                        400, "INVALID_FIELD", "No such column '" + name + "' on sobject of type " + type.apiName()));
        if (field.readOnly()) {
            refuse(RecordError.of(
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "Unable to create/update fields: " + name + ". Please check the security settings of this field",
                    name));
        } else if (value.isNull() || value.asText("-").isEmpty()) {
            values.put(field.name(), "");
        } else if (!field.type().takes(value)) {
            throw new ApiError(
                    400,
                    "JSON_PARSER_ERROR",
                    "Cannot deserialize instance of " + field.type().spelling() + " from " + value.getNodeType()
                            + " value " + value.asText() + " or request may be missing a required field");
        } else {
            field.refusal(value).ifPresent(this::refuse);
            values.put(field.name(), value.asText());
        }
    }

    /** Finds what the record refers to by an external id. */
    private void refer(Field field, JsonNode value, ObjectStore store) {
        ObjectType target = ObjectType.named(field.relationship());
        if (value.size() != 1) {
            throw new ApiError(
                    400,
                    "INVALID_FIELD",
                    "More than 1 field provided in an external foreign key reference in entity: " + target.apiName());
        }
        String key = value.fieldNames().next();
        String externalId = value.path(key).asText();
        if (target.field(key).filter(Field::externalId).isEmpty()) {
            throw new ApiError(
                    400, "INVALID_FIELD", "No such column '" + key + "' on sobject of type " + target.apiName());
        }
        store.find(target.apiName(), key, externalId)
                .map(Version::id)
                .ifPresentOrElse(
                        id -> values.put(field.name(), target.salesforceId(id)),
                        () -> refuse(RecordError.of(
                                "INVALID_FIELD",
                                "Foreign key external ID: " + externalId + " not found for field " + key + " in entity "
                                        + target.apiName())));
    }

    private void refuse(RecordError reason) {
        error = error.or(() -> Optional.of(reason));
    }

    /** What is wrong with the record, given what it was before. */
    Optional<RecordError> error(Optional<Version> before) {
        return error.or(() -> type.fields().stream()
                .filter(Field::required)
                .map(Field::name)
                .filter(name -> values.getOrDefault(
                                name,
                                before.map(old -> old.properties().getOrDefault(name, ""))
                                        .orElse(""))
                        .isEmpty())
                .findFirst()
                .map(name ->
                        RecordError.of("REQUIRED_FIELD_MISSING", "Required fields are missing: [" + name + "]", name)));
    }

    String text(String field) {
        return json.path(field).asText("");
    }

    Map<String, String> values() {
        return values;
    }
}
