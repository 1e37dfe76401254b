// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of an answer that refuses a whole request. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ErrorBody(
        String status,
        String message,
        UUID correlationId,
        String category,
        @Nullable String errorType,
        @Nullable String policyName,
        List<ErrorDetail> errors,
        Map<String, List<String>> context,
        Map<String, String> links) {

    static ErrorBody of(String category, String message, UUID correlationId) {
        return new ErrorBody("error", message, correlationId, category, null, null, List.of(), Map.of(), Map.of());
    }

    ErrorBody withErrors(List<ErrorDetail> details) {
        return new ErrorBody(status, message, correlationId, category, errorType, policyName, details, context, links);
    }

    ErrorBody withLinks(Map<String, String> to) {
        return new ErrorBody(status, message, correlationId, category, errorType, policyName, errors, context, to);
    }

    ErrorBody ofRateLimit(String policy) {
        return new ErrorBody(status, message, correlationId, category, "RATE_LIMIT", policy, errors, context, links);
    }
}
