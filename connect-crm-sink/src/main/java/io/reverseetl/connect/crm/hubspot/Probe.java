// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.spi.KnownFields;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads what HubSpot says of an object type's properties, and finds what of the config cannot work.
 *
 * @param fields names that records will have, each by the key that says so
 */
record Probe(Advice advice, List<KnownFields> fields) {

    List<Finding> findings(HttpAnswer answer) {
        JsonNode body = parse(answer.body());
        String requestId = HubSpotError.of(body, Set.of()).requestId();
        return switch (answer.status()) {
            case 200 -> aboutProperties(body);
            case 401 -> List.of(new Finding(CommonKeys.AUTH_TOKEN, advice.tokenRefused(requestId)));
            case 403 -> List.of(new Finding(CommonKeys.AUTH_TOKEN, advice.scopeMissing(requestId)));
            case 400, 404 -> List.of(new Finding(advice.objectKey(), advice.objectUnknown(answer.status())));
            default -> List.of(aboutUrl(answer.status(), requestId));
        };
    }

    private Finding aboutUrl(int status, String requestId) {
        if (AnswerReader.isPassing(status)) {
            throw new CompletionException(new IOException("HTTP " + status));
        }
        return new Finding(
                CommonKeys.URL,
                status >= 300 && status < 400 ? advice.redirected(status) : advice.notUnderstood(status, requestId));
    }

    private List<Finding> aboutProperties(JsonNode body) {
        JsonNode properties = body.path("results");
        if (!properties.isArray()) {
            return List.of(new Finding(CommonKeys.URL, advice.notUnderstood(200, "")));
        }
        AdapterSettings settings = advice.settings();
        boolean exists = named(properties, settings.idProperty()).findAny().isPresent();
        boolean unique = ObjectTypes.areFoundBy(settings.object(), settings.idProperty())
                || named(properties, settings.idProperty())
                        .anyMatch(property -> property.path("hasUniqueValue").asBoolean());
        if (!exists) {
            return List.of(new Finding(advice.idKey(), advice.idPropertyMissing()));
        }
        if (!unique) {
            return List.of(new Finding(advice.idKey(), advice.idPropertyNotUnique()));
        }
        return fields.stream()
                .flatMap(written -> aboutFields(written, properties))
                .toList();
    }

    private Stream<Finding> aboutFields(KnownFields written, JsonNode properties) {
        List<String> unknown = written.names().stream()
                .filter(name -> named(properties, name).findAny().isEmpty())
                .toList();
        List<String> readOnly = written.names().stream()
                .filter(name -> named(properties, name)
                        .anyMatch(property -> property.path("modificationMetadata")
                                .path("readOnlyValue")
                                .asBoolean()))
                .toList();
        return Stream.concat(
                unknown.isEmpty()
                        ? Stream.empty()
                        : Stream.of(new Finding(written.key(), advice.propertyUnknown(unknown))),
                readOnly.isEmpty()
                        ? Stream.empty()
                        : Stream.of(new Finding(written.key(), advice.propertyReadOnly(readOnly))));
    }

    private static Stream<JsonNode> named(JsonNode properties, String name) {
        return StreamSupport.stream(properties.spliterator(), false)
                .filter(property -> property.path("name").asText("").equals(name));
    }

    private static JsonNode parse(String body) {
        ObjectMapper json = new ObjectMapper();
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }
}
