// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.http.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A property's definition as the properties API shows it. */
record PropertyBody(
        String updatedAt,
        String createdAt,
        String name,
        String label,
        String type,
        String fieldType,
        String description,
        String groupName,
        List<OptionBody> options,
        int displayOrder,
        boolean calculated,
        boolean externalOptions,
        boolean hasUniqueValue,
        boolean hidden,
        boolean hubspotDefined,
        Map<String, Boolean> modificationMetadata,
        boolean formField) {

    static PropertyBody of(PropertyDefinition property) {
        String createdAt = Timestamps.millis(property.createdAt());
        List<OptionBody> options = new ArrayList<>();
        for (PropertyDefinition.Option option : property.options()) {
            options.add(new OptionBody(option.label(), option.value(), options.size(), false));
        }
        return new PropertyBody(
                createdAt,
                createdAt,
                property.name(),
                property.label(),
                property.type().wireName(),
                property.fieldType(),
                property.description(),
                property.groupName(),
                options,
                -1,
                false,
                false,
                property.unique(),
                false,
                property.builtIn(),
                Map.of(
                        "archivable", !property.builtIn(),
                        "readOnlyDefinition", property.builtIn(),
                        "readOnlyValue", property.readOnly()),
                !property.readOnly());
    }

    record OptionBody(String label, String value, int displayOrder, boolean hidden) {}
}
