// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Timestamps;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a batch's answer. {@code numErrors} and {@code errors} are there in a 207 only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchBody(
        String status,
        List<ObjectBody> results,
        @Nullable Integer numErrors,
        @Nullable List<RecordError> errors,
        String startedAt,
        String completedAt) {

    /** Answers 200 if there are no errors, else 207. */
    static Response answer(List<ObjectBody> results, List<RecordError> errors, Instant startedAt, Instant completedAt) {
        boolean complete = errors.isEmpty();
        BatchBody body = new BatchBody(
                "COMPLETE",
                results,
                complete ? null : errors.size(),
                complete ? null : errors,
                Timestamps.millis(startedAt),
                Timestamps.millis(completedAt));
        return Response.json(complete ? 200 : 207, body);
    }
}
