// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which objects are associated with which, told from both sides. */
final class Associations {

    private final Map<Side, Set<String>> others = new HashMap<>();

    synchronized void add(ObjectType type, String id, ObjectType otherType, String otherId) {
        of(new Side(type, id, otherType)).add(otherId);
        of(new Side(otherType, otherId, type)).add(id);
    }

    synchronized void remove(ObjectType type, String id, ObjectType otherType, String otherId) {
        of(new Side(type, id, otherType)).remove(otherId);
        of(new Side(otherType, otherId, type)).remove(id);
    }

    /** The objects of a type that an object is associated with, the oldest association first. */
    synchronized List<String> of(ObjectType type, String id, ObjectType otherType) {
        return List.copyOf(others.getOrDefault(new Side(type, id, otherType), Set.of()));
    }

    private Set<String> of(Side side) {
        return others.computeIfAbsent(side, none -> new LinkedHashSet<>());
    }

    private record Side(ObjectType type, String id, ObjectType otherType) {}
}
