// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import java.util.Arrays;
import java.util.List;

/**
 * The object types of the account: those that every HubSpot account has, and a custom one. A request names one by its
 * plural, singular or type id; a custom one by its fully qualified name in place of the first two.
 */
enum ObjectType {
    CONTACTS("contacts", "contact", "0-1", "lastmodifieddate"),
    COMPANIES("companies", "company", "0-2", "hs_lastmodifieddate"),
    DEALS("deals", "deal", "0-3", "hs_lastmodifieddate"),
    CARS("p123_car", "p123_car", "2-123456", "hs_lastmodifieddate");

    private final String plural;
    private final String singular;
    private final String typeId;
    private final String modifiedProperty;

    ObjectType(String plural, String singular, String typeId, String modifiedProperty) {
        this.plural = plural;
        this.singular = singular;
        this.typeId = typeId;
        this.modifiedProperty = modifiedProperty;
    }

    /** Finds the type that a path names. */
    static ObjectType named(String name) {
        return Arrays.stream(values())
                .filter(type -> List.of(type.plural, type.singular, type.typeId).contains(name))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("Unable to infer object type from: " + name));
    }

    String plural() {
        return plural;
    }

    String singular() {
        return singular;
    }

    String typeId() {
        return typeId;
    }

    /** The read-only property that says when an object was last changed. */
    String modifiedProperty() {
        return modifiedProperty;
    }

    /** The properties that a read shows if it does not say which. */
    List<String> shownByDefault() {
        return switch (this) {
            case CONTACTS -> List.of("email", "firstname", "lastname");
            case COMPANIES -> List.of("domain", "name");
            case DEALS -> List.of("amount", "closedate", "dealname", "dealstage", "pipeline");
            case CARS -> List.of("model");
        };
    }

    String readScope() {
        return "crm.objects." + scope() + ".read";
    }

    String writeScope() {
        return "crm.objects." + scope() + ".write";
    }

    String schemaWriteScope() {
        return "crm.schemas." + scope() + ".write";
    }

    /** All custom objects share theirs. */
    private String scope() {
        return this == CARS ? "custom" : plural;
    }
}
