// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.spi.KnownFields;
import io.reverseetl.connect.crm.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Holds a config against what Salesforce says about an object type.
 *
 * @param fields the answer's list of fields
 */
record Description(AdapterSettings settings, JsonNode fields) {

    private static final Set<String> TEXTS = Set.of("string", "email", "phone", "url", "picklist", "id");

    /**
     * What is wrong.
     *
     * @param lookup whether objects have to be looked up by their external ids
     */
    List<Finding> findings(KnownFields mapped, boolean lookup) {
        Advice advice = new Advice(settings);
        Optional<JsonNode> idField = named(settings.idProperty());
        if (idField.isEmpty()) {
            return List.of(new Finding(CommonKeys.ID_PROPERTY, advice.idFieldMissing()));
        }
        if (!is(idField.get(), "unique") || !(is(idField.get(), "externalId") || is(idField.get(), "idLookup"))) {
            return List.of(new Finding(CommonKeys.ID_PROPERTY, advice.idFieldNotUnique()));
        }
        List<Finding> findings = new ArrayList<>();
        if (lookup && !TEXTS.contains(idField.get().path("type").asText(""))) {
            findings.add(new Finding(CommonKeys.ID_PROPERTY, advice.idFieldNotText()));
        }
        KnownFields cleared = new KnownFields(CommonKeys.CLEAR_PROPERTIES, settings.cleared());
        Stream.of(mapped, cleared).forEach(written -> {
            List<String> unquoted = those(written, this::isRelationship);
            if (!unquoted.isEmpty()) {
                findings.add(new Finding(written.key(), advice.relationshipUnquoted(unquoted)));
            }
            List<String> unknown = those(written, name -> lookedUp(name).isEmpty() && !isRelationship(name));
            if (!unknown.isEmpty()) {
                findings.add(new Finding(written.key(), advice.fieldUnknown(unknown)));
            }
            List<String> readOnly = those(
                    written,
                    name -> lookedUp(name).filter(field -> !isWritable(field)).isPresent());
            if (!readOnly.isEmpty()) {
                findings.add(new Finding(written.key(), advice.fieldReadOnly(readOnly)));
            }
        });
        return findings;
    }

    private static List<String> those(KnownFields written, Predicate<String> which) {
        return written.names().stream().filter(which).toList();
    }

    /** The field, or the one that holds the reference. */
    private Optional<JsonNode> lookedUp(String name) {
        FieldName parsed = FieldName.of(name);
        return parsed.isReference() ? having("relationshipName", parsed.relationship()) : named(parsed.field());
    }

    /** Without the quotes around a reference, the mapping builds a struct of this name. */
    private boolean isRelationship(String name) {
        return named(name).isEmpty() && having("relationshipName", name).isPresent();
    }

    private boolean isWritable(JsonNode field) {
        boolean mayCreate = settings.write() == Operation.UPDATE || is(field, "createable");
        return mayCreate && is(field, "updateable");
    }

    private Optional<JsonNode> named(String name) {
        return having("name", name);
    }

    /** Salesforce reads names in any case. */
    private Optional<JsonNode> having(String attribute, String value) {
        return StreamSupport.stream(fields.spliterator(), false)
                .filter(field -> field.path(attribute).asText("").equalsIgnoreCase(value))
                .findFirst();
    }

    private static boolean is(JsonNode field, String attribute) {
        return field.path(attribute).asBoolean(false);
    }
}
