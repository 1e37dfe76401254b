// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import io.reverseetl.testing.crm.store.UpsertOutcome.Conflict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of one type and an index of their unique values. Guarded by the lock of its {@link ObjectStore}. */
final class ObjectTable {

    private final String type;
    private final Map<String, List<Version>> historyById = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> idByUniqueValue = new HashMap<>();
    private int liveCount;

    ObjectTable(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    Optional<Version> get(String id) {
        List<Version> history = historyById.get(id);
        return history == null ? Optional.empty() : Optional.of(newest(history));
    }

    Optional<Version> find(String uniqueProperty, String value) {
        return Optional.ofNullable(idOf(uniqueProperty, value)).flatMap(this::get);
    }

    List<Version> live() {
        return historyById.values().stream()
                .map(ObjectTable::newest)
                .filter(version -> !version.archived())
                .toList();
    }

    int liveCount() {
        return liveCount;
    }

    List<Version> history(String id) {
        return List.copyOf(historyById.getOrDefault(id, List.of()));
    }

    /** Finds a write that would give its object a unique value which another object has, or gets in the same batch. */
    Optional<Conflict> conflictOf(Set<String> unique, Collection<Write> writes) {
        Map<String, Map<String, Write>> claims = new HashMap<>();
        for (Write write : writes) {
            String ownId = idOf(write.key(), write.keyValue());
            for (String property : unique) {
                String value = write.valueOf(property);
                if (value.isEmpty()) {
                    continue;
                }
                String holder = idOf(property, value);
                Write earlier = claims.computeIfAbsent(property, none -> new HashMap<>())
                        .putIfAbsent(value, write);
                if (earlier != null || (holder != null && !holder.equals(ownId))) {
                    return Optional.of(new Conflict(property, value, Objects.requireNonNullElse(holder, "unknown")));
                }
            }
        }
        return Optional.empty();
    }

    void add(Version next, Set<String> unique) {
        List<Version> history = historyById.computeIfAbsent(next.id(), none -> new ArrayList<>(1));
        if (history.isEmpty()) {
            liveCount++;
        } else {
            forgetUniqueValues(newest(history));
        }
        history.add(next);
        if (next.archived()) {
            liveCount--;
            return;
        }
        for (String property : unique) {
            String value = next.properties().get(property);
            if (value != null) {
                idByUniqueValue
                        .computeIfAbsent(property, none -> new HashMap<>())
                        .put(value, next.id());
            }
        }
    }

    private void forgetUniqueValues(Version previous) {
        idByUniqueValue.forEach((property, ids) -> {
            String value = previous.properties().get(property);
            if (value != null) {
                ids.remove(value, previous.id());
            }
        });
    }

    private @Nullable String idOf(String property, String value) {
        if (property.equals(Write.RECORD_ID)) {
            return get(value).filter(version -> !version.archived()).isPresent() ? value : null;
        }
        return idByUniqueValue.getOrDefault(property, Map.of()).get(value);
    }

    private static Version newest(List<Version> history) {
        return history.get(history.size() - 1);
    }
}
