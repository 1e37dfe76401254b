// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.reverseetl.testing.crm.http.Timestamps;
import io.reverseetl.testing.crm.store.UpsertOutcome;
import io.reverseetl.testing.crm.store.Version;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A CRM object as every endpoint shows it; {@code new} is there in the answer to an upsert only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ObjectBody(
        String id,
        Map<String, String> properties,
        String createdAt,
        String updatedAt,
        boolean archived,
        @Nullable String archivedAt,
        @JsonProperty("new") @Nullable Boolean isNew,
        @Nullable String objectWriteTraceId) {

    /**
     * Shows what was written: all properties.
     *
     * @param byUpsert whether it might have been created, so that it is told whether it was
     */
    static ObjectBody written(ObjectType type, UpsertOutcome.Result result, boolean byUpsert) {
        ObjectBody object = all(type, result.version());
        return new ObjectBody(
                object.id,
                object.properties,
                object.createdAt,
                object.updatedAt,
                object.archived,
                object.archivedAt,
                byUpsert ? result.created() : null,
                result.version().traceId());
    }

    /** Shows an object: the properties asked for, or the usual ones, and always its id and times. */
    static ObjectBody read(ObjectType type, Version version, Collection<String> asked) {
        Set<String> shown = new HashSet<>(asked.isEmpty() ? type.shownByDefault() : asked);
        shown.addAll(List.of("createdate", "hs_object_id", type.modifiedProperty()));
        ObjectBody object = all(type, version);
        object.properties.keySet().retainAll(shown);
        return object;
    }

    private static ObjectBody all(ObjectType type, Version version) {
        String createdAt = Timestamps.millis(version.createdAt());
        String updatedAt = Timestamps.millis(version.acceptedAt());
        Map<String, String> properties = new TreeMap<>(version.properties());
        properties.put("hs_object_id", version.id());
        properties.put("createdate", createdAt);
        properties.put(type.modifiedProperty(), updatedAt);
        return new ObjectBody(
                version.id(),
                properties,
                createdAt,
                updatedAt,
                version.archived(),
                version.archived() ? updatedAt : null,
                null,
                null);
    }
}
