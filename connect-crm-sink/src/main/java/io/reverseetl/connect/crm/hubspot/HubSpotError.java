// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an error of HubSpot says, about a request or about one record of it. Its sentences quote values, so they are
 * looked at but never shown: what is shown are codes, and the names of properties that we have sent.
 *
 * @param sentences for looking at only
 */
record HubSpotError(String category, List<String> codes, List<String> properties, String requestId, String sentences) {

    private static final String UNKNOWN_PROPERTY = "PROPERTY_DOESNT_EXIST";

    /** Some errors have their details not in fields but as JSON within their message. */
    private static final Pattern CODE_IN_MESSAGE = Pattern.compile("\"error\"\\s*:\\s*\"([A-Z][A-Z0-9_]+)\"");

    private static final Pattern NAME_IN_MESSAGE = Pattern.compile("\"name\"\\s*:\\s*\"([a-z0-9_]+)\"");
    private static final Pattern NOT_UNIQUE = Pattern.compile("non-unique|not (a )?unique|idProperty");

    /**
     * Reads an error; whatever it lacks is empty.
     *
     * @param sent the names of all properties that the request has; no others are believed to be names
     */
    static HubSpotError of(JsonNode error, Set<String> sent) {
        List<JsonNode> all = new ArrayList<>();
        all.add(error);
        error.path("errors").forEach(all::add);

        List<String> codes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        StringBuilder sentences = new StringBuilder();
        for (JsonNode part : all) {
            String message = part.path("message").asText("");
            sentences.append(message).append('\n');
            Stream.of("code", "subCategory", "error")
                    .map(field -> part.path(field).asText(""))
                    .filter(code -> !code.isEmpty())
                    .forEach(codes::add);
            codes.addAll(found(CODE_IN_MESSAGE, message));
            part.path("context").path("propertyName").forEach(name -> names.add(name.asText()));
            names.add(part.path("in").asText(""));
            names.addAll(found(NAME_IN_MESSAGE, message));
        }
        return new HubSpotError(
                error.path("category").asText(""),
                codes.stream().distinct().toList(),
                names.stream().filter(sent::contains).distinct().toList(),
                error.path("correlationId").asText(""),
                sentences.toString());
    }

    private static List<String> found(Pattern pattern, String message) {
        Matcher matcher = pattern.matcher(message);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    boolean isUnknownProperty() {
        return codes.contains(UNKNOWN_PROPERTY) || sentences.contains(UNKNOWN_PROPERTY);
    }

    boolean isAboutIdProperty() {
        return NOT_UNIQUE.matcher(sentences).find();
    }

    /** Whether the record, or the request, may succeed later as it is. */
    boolean isPassing() {
        return category.equals("RATE_LIMITS") || category.equals("INTERNAL_ERROR");
    }

    Reason reason(int status) {
        String code = Stream.concat(codes.stream(), Stream.of(category))
                .filter(candidate -> !candidate.isEmpty())
                .findFirst()
                .orElse("HTTP_" + status);
        return Reason.validation(code, properties, status, requestId);
    }

    /** Without the sentences. */
    @Override
    public String toString() {
        return "HubSpotError[" + category + ", " + codes + ", " + properties + ", " + requestId + "]";
    }
}
