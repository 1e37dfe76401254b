// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The properties of each object type: the usual ones, and those that were created since. */
final class PropertyCatalog {

    private final Map<ObjectType, Map<String, PropertyDefinition>> byType = new EnumMap<>(ObjectType.class);

    PropertyCatalog(Instant createdAt) {
        for (ObjectType type : ObjectType.values()) {
            Map<String, PropertyDefinition> byName = new ConcurrentHashMap<>();
            DefaultProperties.of(type, createdAt).forEach(property -> byName.put(property.name(), property));
            byType.put(type, byName);
        }
    }

    Optional<PropertyDefinition> find(ObjectType type, String name) {
        return Optional.ofNullable(properties(type).get(name));
    }

    /** The type's properties in the order of their names. */
    List<PropertyDefinition> list(ObjectType type) {
        return properties(type).values().stream()
                .sorted(Comparator.comparing(PropertyDefinition::name))
                .toList();
    }

    Set<String> unique(ObjectType type) {
        return properties(type).values().stream()
                .filter(PropertyDefinition::unique)
                .map(PropertyDefinition::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns false if the type has a property of that name. */
    boolean create(ObjectType type, PropertyDefinition property) {
        return properties(type).putIfAbsent(property.name(), property) == null;
    }

    private Map<String, PropertyDefinition> properties(ObjectType type) {
        return byType.getOrDefault(type, Map.of());
    }
}
