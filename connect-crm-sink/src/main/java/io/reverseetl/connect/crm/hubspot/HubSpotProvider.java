// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.spi.KnownFields;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Finds HubSpot under {@code crm.type=hubspot}. */
public final class HubSpotProvider implements CrmAdapterProvider {

    static final Key<String> API_VERSION = Key.text("hubspot.api.version")
            .defaultsTo("v3")
            .validated(new ConfigDef.NonEmptyString())
            .group("HubSpot")
            .importance(Importance.LOW)
            .doc("The version of HubSpot's API: v3, or a date such as 2026-03 for the dated versions.");

    private static final String VERSIONS = "v\\d{1,2}|\\d{4}-\\d{2}";

    @Override
    public String type() {
        return "hubspot";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(URI.create("https://api.hubapi.com"));
    }

    @Override
    public int maxBatchRecords(Map<String, Object> own) {
        return 100;
    }

    /** HubSpot archives instead of deleting, and erases contacts only. */
    @Override
    public Set<Operation> operations(String object) {
        Set<Operation> operations = EnumSet.of(
                Operation.UPSERT, Operation.UPDATE, Operation.UPDATE_KNOWN, Operation.CLEAR, Operation.ARCHIVE);
        if (isContacts(object)) {
            operations.add(Operation.ERASE);
        }
        return operations;
    }

    @Override
    public List<Key<?>> keys() {
        return List.of(API_VERSION);
    }

    @Override
    public void check(AdapterSettings settings, Problems problems) {
        if (!API_VERSION.in(settings.own()).matches(VERSIONS)) {
            problems.add(API_VERSION, "HubSpot has no such API version: write v3, or a date such as 2026-03.");
        }
        if (settings.idProperty().equals("hs_object_id")) {
            problems.add(
                    CommonKeys.ID_PROPERTY,
                    "HubSpot gives out hs_object_id itself and cannot create an object by it. Set id.property to a"
                            + " property of yours that was created with unique values.");
        }
        if (settings.idProperty().equals("email") && settings.ignoresNulls()) {
            problems.add(
                    CommonKeys.NULL_POLICY,
                    "HubSpot supports no partial updates of contacts by email. Set null.policy=clear and send all"
                            + " mapped properties, or set id.property to a property of yours with unique values.");
        }
    }

    @Override
    public CompletionStage<List<Finding>> probe(AdapterSettings settings, KnownFields fields, HttpTransport transport) {
        return transport
                .get(api(settings).properties(settings.object()))
                .thenApply(answer -> findings(settings, fields, answer));
    }

    private static List<Finding> findings(AdapterSettings settings, KnownFields fields, HttpAnswer answer) {
        Advice advice = new Advice(settings);
        JsonNode body = parse(answer.body());
        String requestId = HubSpotError.of(body, Set.of()).requestId();
        return switch (answer.status()) {
            case 200 -> aboutProperties(advice, fields, body);
            case 401 -> List.of(new Finding(CommonKeys.AUTH_TOKEN, advice.tokenRefused(requestId)));
            case 403 -> List.of(new Finding(CommonKeys.AUTH_TOKEN, advice.scopeMissing(requestId)));
            case 400, 404 -> List.of(new Finding(CommonKeys.OBJECT, advice.objectUnknown(answer.status())));
            default -> List.of(aboutUrl(advice, answer.status(), requestId));
        };
    }

    private static Finding aboutUrl(Advice advice, int status, String requestId) {
        if (AnswerReader.isPassing(status)) {
            throw new CompletionException(new IOException("HTTP " + status));
        }
        return new Finding(
                CommonKeys.URL,
                status >= 300 && status < 400 ? advice.redirected(status) : advice.notUnderstood(status, requestId));
    }

    private static List<Finding> aboutProperties(Advice advice, KnownFields fields, JsonNode body) {
        JsonNode properties = body.path("results");
        if (!properties.isArray()) {
            return List.of(new Finding(CommonKeys.URL, advice.notUnderstood(200, "")));
        }
        AdapterSettings settings = advice.settings();
        boolean exists = named(properties, settings.idProperty()).findAny().isPresent();
        // HubSpot finds contacts by email although it does not call the property unique.
        boolean unique = (settings.idProperty().equals("email") && isContacts(settings.object()))
                || named(properties, settings.idProperty())
                        .anyMatch(property -> property.path("hasUniqueValue").asBoolean());
        if (!exists) {
            return List.of(new Finding(CommonKeys.ID_PROPERTY, advice.idPropertyMissing()));
        }
        if (!unique) {
            return List.of(new Finding(CommonKeys.ID_PROPERTY, advice.idPropertyNotUnique()));
        }
        KnownFields cleared = new KnownFields(CommonKeys.CLEAR_PROPERTIES, settings.cleared());
        return Stream.of(fields, cleared)
                .flatMap(written -> aboutFields(advice, written, properties))
                .toList();
    }

    private static Stream<Finding> aboutFields(Advice advice, KnownFields fields, JsonNode properties) {
        List<String> unknown = fields.names().stream()
                .filter(name -> named(properties, name).findAny().isEmpty())
                .toList();
        List<String> readOnly = fields.names().stream()
                .filter(name -> named(properties, name)
                        .anyMatch(property -> property.path("modificationMetadata")
                                .path("readOnlyValue")
                                .asBoolean()))
                .toList();
        return Stream.concat(
                unknown.isEmpty()
                        ? Stream.empty()
                        : Stream.of(new Finding(fields.key(), advice.propertyUnknown(unknown))),
                readOnly.isEmpty()
                        ? Stream.empty()
                        : Stream.of(new Finding(fields.key(), advice.propertyReadOnly(readOnly))));
    }

    private static Stream<JsonNode> named(JsonNode properties, String name) {
        return StreamSupport.stream(properties.spliterator(), false)
                .filter(property -> property.path("name").asText("").equals(name));
    }

    private static boolean isContacts(String object) {
        return object.equals("contacts") || object.equals("contact") || object.equals("0-1");
    }

    private static JsonNode parse(String body) {
        ObjectMapper json = new ObjectMapper();
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }

    @Override
    public CrmAdapter create(AdapterSettings settings, HttpTransport transport, Clock clock) {
        return new HubSpotAdapter(settings, api(settings), transport, clock);
    }

    private static HubSpotApi api(AdapterSettings settings) {
        return new HubSpotApi(settings.url(), API_VERSION.in(settings.own()));
    }
}
