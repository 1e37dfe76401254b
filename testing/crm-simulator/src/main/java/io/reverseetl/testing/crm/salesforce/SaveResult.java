// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one record of a request. {@code created} is there in answers to upserts only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SaveResult(
        @Nullable String id,
        boolean success,
        List<RecordError> errors,
        @Nullable Boolean created) {

    static SaveResult upserted(String id, boolean created) {
        return new SaveResult(id, true, List.of(), created);
    }

    static SaveResult done(String id) {
        return new SaveResult(id, true, List.of(), null);
    }

    static SaveResult failed(RecordError error) {
        return new SaveResult(null, false, List.of(error), null);
    }

    /** Why a record was refused. */
    record RecordError(String statusCode, String message, List<String> fields) {

        static RecordError of(String statusCode, String message, String... fields) {
            return new RecordError(statusCode, message, List.of(fields));
        }
    }
}
