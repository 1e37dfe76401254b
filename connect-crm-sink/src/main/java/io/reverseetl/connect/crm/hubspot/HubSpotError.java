// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.reverseetl.connect.crm.hubspot.ErrorCode.Action;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an error of HubSpot says, about a request or about one record of it. Its sentences quote values, so they are
 * never shown, and nothing is looked for in them but what stands where no value can: what is shown are codes, and the
 * names of properties that we have sent.
 *
 * @param message the error's sentence, for looking at only
 */
record HubSpotError(String category, List<String> codes, List<String> properties, String requestId, String message) {

    /** Some errors have their details not in fields but as JSON at the end of their message. */
    private static final String DETAILS_FOLLOW = "Property values were not valid: ";

    private static final Pattern NOT_UNIQUE = Pattern.compile("Unable to perform [a-z/]+ by non-unique ");

    private static final ObjectReader JSON = new ObjectMapper().reader();

    /**
     * Reads an error; whatever it lacks is empty.
     *
     * @param sent the names of all properties that the request has; no others are believed to be names
     */
    static HubSpotError of(JsonNode error, Set<String> sent) {
        List<JsonNode> parts = new ArrayList<>();
        parts.add(error);
        error.path("errors").forEach(parts::add);
        List.copyOf(parts).forEach(part -> detailsIn(part).forEach(parts::add));
        return new HubSpotError(
                error.path("category").asText(""),
                parts.stream()
                        .flatMap(HubSpotError::codesOf)
                        .filter(code -> !code.isEmpty())
                        .distinct()
                        .toList(),
                parts.stream()
                        .flatMap(HubSpotError::namesOf)
                        .filter(sent::contains)
                        .distinct()
                        .toList(),
                error.path("correlationId").asText(""),
                error.path("message").asText(""));
    }

    private static Iterable<JsonNode> detailsIn(JsonNode part) {
        String message = part.path("message").asText("");
        if (!message.startsWith(DETAILS_FOLLOW)) {
            return List.of();
        }
        try {
            return JSON.readTree(message.substring(DETAILS_FOLLOW.length()));
        } catch (JsonProcessingException e) {
            // Cut off, or in another form by now: the error is told by its category then.
            return List.of();
        }
    }

    private static Stream<String> codesOf(JsonNode part) {
        return Stream.of("code", "subCategory", "error")
                .map(field -> part.path(field).asText(""));
    }

    private static Stream<String> namesOf(JsonNode part) {
        Stream.Builder<String> names = Stream.builder();
        part.path("context").path("propertyName").forEach(name -> names.add(name.asText()));
        names.add(part.path("in").asText(""));
        names.add(part.path("name").asText(""));
        return names.build();
    }

    /** Whether each record would be refused like this one, and none should be. */
    boolean isAboutEveryRecord() {
        return codes.stream().anyMatch(code -> ErrorCode.actionOf(code) == Action.FAIL);
    }

    boolean isAboutReadOnlyProperty() {
        return codes.contains(ErrorCode.READ_ONLY_VALUE.name());
    }

    /** Whether objects cannot be found by the property that we name; an error about a record's values has a code. */
    boolean isAboutIdProperty() {
        return codes.isEmpty() && NOT_UNIQUE.matcher(message).lookingAt();
    }

    /** Whether an object that is to be changed does not exist; an object type has no such error. */
    boolean isAboutMissingObject() {
        return category.equals(ErrorCode.OBJECT_NOT_FOUND.name());
    }

    /** Whether another object has a unique value that the record would have. */
    boolean isConflict() {
        return category.equals(ErrorCode.CONFLICT.name()) || codes.contains(ErrorCode.CONFLICTING_UNIQUE_VALUE.name());
    }

    /** Whether the record, or the request, may succeed later as it is. */
    boolean isPassing() {
        return ErrorCode.actionOf(category) == Action.RETRY;
    }

    Reason reason(int status) {
        String code = Stream.concat(codes.stream(), Stream.of(category))
                .filter(candidate -> !candidate.isEmpty())
                .findFirst()
                .orElse("HTTP_" + status);
        return Reason.validation(code, properties, status, requestId);
    }

    /** Without the sentence. */
    @Override
    public String toString() {
        return "HubSpotError[" + category + ", " + codes + ", " + properties + ", " + requestId + "]";
    }
}
