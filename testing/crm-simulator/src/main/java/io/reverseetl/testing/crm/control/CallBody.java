// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reverseetl.testing.crm.calls.Call;
import io.reverseetl.testing.crm.http.Timestamps;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call, without its body. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CallBody(
        long seq,
        String method,
        String path,
        int status,
        int inputs,
        String acceptedAt,
        long durationMicros,
        @Nullable String fault) {

    static CallBody of(Call call) {
        return new CallBody(
                call.seq(),
                call.method(),
                call.path(),
                call.status(),
                call.inputs(),
                Timestamps.micros(call.acceptedAt()),
                TimeUnit.NANOSECONDS.toMicros(call.duration().toNanos()),
                call.fault().orElse(null));
    }
}
