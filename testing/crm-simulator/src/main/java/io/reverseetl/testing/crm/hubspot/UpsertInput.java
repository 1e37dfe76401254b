// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.store.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One input of a batch upsert or update, with values as they will be stored.
 *
 * @param key the unique property that finds the object; nothing if the record id does
 * @param id its value
 * @param properties what to set; a property that does not exist is still among them
 */
record UpsertInput(
        Optional<PropertyDefinition> key, String id, Map<String, String> properties, Optional<String> traceId) {

    /** Reads an input of an update, which finds its object by the record id if it names no property. */
    static UpsertInput ofUpdate(RequestBody input, ObjectType type, PropertyCatalog catalog) {
        return input.optional("idProperty").isPresent()
                ? read(input, type, catalog)
                : of(Optional.empty(), input.required("id"), input, type, catalog);
    }

    /**
     * Reads an input of an upsert.
     *
     * @throws Refusal if the id property is not unique: without one, the id would be the record id, which is not
     */
    static UpsertInput read(RequestBody input, ObjectType type, PropertyCatalog catalog) {
        String id = input.required("id");
        String idProperty = input.optional("idProperty").orElse("hs_object_id");
        PropertyDefinition key = catalog.find(type, idProperty)
                .filter(PropertyDefinition::unique)
                .orElseThrow(() -> Refusal.invalid("Unable to perform update/upsert by non-unique " + type.typeId()
                        + " property " + idProperty + " in portal ID 1"));
        return of(Optional.of(key), key.type().normalised(id), input, type, catalog);
    }

    private static UpsertInput of(
            Optional<PropertyDefinition> key, String id, RequestBody input, ObjectType type, PropertyCatalog catalog) {
        Map<String, String> properties = new LinkedHashMap<>();
        input.requiredMap("properties")
                .forEach((name, value) -> properties.put(
                        name,
                        catalog.find(type, name)
                                .map(property -> property.type().normalised(value))
                                .orElse(value)));
        return new UpsertInput(key, id, properties, input.optional("objectWriteTraceId"));
    }

    /** What finds the object: an input that shares it with another one of the batch is a duplicate. */
    String identity() {
        return keyName() + "=" + id;
    }

    String keyName() {
        return key.map(PropertyDefinition::name).orElse(Write.RECORD_ID);
    }

    /** Errors about properties that do not exist. */
    List<ErrorDetail> unknownProperties(ObjectType type, PropertyCatalog catalog) {
        return properties.keySet().stream()
                .filter(name -> catalog.find(type, name).isEmpty())
                .map(name -> ErrorDetail.aboutProperty(
                        name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"))
                .toList();
    }

    /** Errors about values that do not fit their properties. */
    List<ErrorDetail> invalidValues(ObjectType type, PropertyCatalog catalog) {
        Map<String, String> all = new LinkedHashMap<>();
        key.ifPresent(found -> all.put(found.name(), id));
        all.putAll(properties);
        return all.entrySet().stream()
                .flatMap(entry ->
                        catalog
                                .find(type, entry.getKey())
                                .flatMap(property -> property.errorOf(entry.getValue()))
                                .stream())
                .toList();
    }

    Write toWrite() {
        return new Write(keyName(), id, properties, traceId.orElse(null));
    }
}
