// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A whole request is refused. Thrown where the reason is found, and turned into an answer in {@link HubSpot}. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String category;
    private final transient List<ErrorDetail> details;
    private final transient Map<String, String> links;

    private Refusal(int status, String category, String message, List<ErrorDetail> details, Map<String, String> links) {
        super(message, null, false, false);
        this.status = status;
        this.category = category;
        this.details = details;
        this.links = links;
    }

    static Refusal of(int status, String category, String message) {
        return new Refusal(status, category, message, List.of(), Map.of());
    }

    static Refusal invalid(String message) {
        return of(400, "VALIDATION_ERROR", message);
    }

    /** Values that cannot be set. As at HubSpot, the message repeats the details as JSON, values and all. */
    static Refusal invalidValues(List<ErrorDetail> details) {
        List<Map<String, Object>> verdicts =
                details.stream().map(Refusal::verdict).toList();
        String message = "Property values were not valid: " + new String(Json.write(verdicts), StandardCharsets.UTF_8);
        return new Refusal(400, "VALIDATION_ERROR", message, details, Map.of());
    }

    private static Map<String, Object> verdict(ErrorDetail detail) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("isValid", false);
        verdict.put("message", detail.message());
        verdict.put("error", String.valueOf(detail.code()));
        verdict.put("name", String.join(",", detail.context().getOrDefault("propertyName", List.of())));
        verdict.put("localizedErrorMessage", detail.message());
        return verdict;
    }

    static Refusal conflict(String message) {
        return of(409, "CONFLICT", message);
    }

    static Refusal notFound(String message) {
        return of(404, "OBJECT_NOT_FOUND", message);
    }

    static Refusal missingScope(String scope) {
        String page = "https://developers.hubspot.com/scopes";
        ErrorDetail detail = new ErrorDetail(
                "One or more of the following scopes are required.",
                null,
                Map.of("requiredGranularScopes", List.of(scope)));
        return new Refusal(
                403,
                "MISSING_SCOPES",
                "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: "
                        + page + ".",
                List.of(detail),
                Map.of("scopes", page));
    }

    int status() {
        return status;
    }

    ErrorBody body(UUID correlationId) {
        return ErrorBody.of(category, String.valueOf(getMessage()), correlationId)
                .withErrors(details)
                .withLinks(links);
    }
}
