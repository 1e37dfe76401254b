// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reverseetl.testing.crm.http.Timestamps;
import io.reverseetl.testing.crm.store.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An accepted version: all properties that the object had from then on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionBody(
        long seq,
        String type,
        String id,
        Map<String, String> properties,
        @Nullable String traceId,
        String acceptedAt,
        boolean archived) {

    static VersionBody of(Version version) {
        return new VersionBody(
                version.seq(),
                version.type(),
                version.id(),
                version.properties(),
                version.traceId(),
                Timestamps.micros(version.acceptedAt()),
                version.archived());
    }
}
