// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds what the adapter sends against HubSpot's own OpenAPI document of the contacts API, v3. */
@Tag("shared-data")
class OfficialDocumentIT {

    @RegisterExtension
    static final WireMockExtension HUBSPOT = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static OpenApiInteractionValidator document;

    @BeforeAll
    static void readDocument() throws IOException {
        Path file = Path.of(System.getProperty("shared.directory", "none"), "specs", "hubspot-contacts-v3.json");
        if (!Files.exists(file)) {
            if (Boolean.getBoolean("require.all")) {
                fail("HubSpot's OpenAPI document is missing: " + file);
            }
            assumeTrue(false, "Skipped, as HubSpot's OpenAPI document is missing: " + file);
        }
        JsonNode tree = new ObjectMapper().readTree(file.toFile());
        dropNullExamples(tree);
        document = OpenApiInteractionValidator.createForInlineApiSpecification(tree.toString())
                .build();
    }

    /** The published document says "example": null in many places, which is a valid example of nothing. */
    private static void dropNullExamples(JsonNode tree) {
        if (tree instanceof ObjectNode object && object.path("example").isNull()) {
            object.remove("example");
        }
        tree.forEach(OfficialDocumentIT::dropNullExamples);
    }

    @Test
    void every_kind_of_request_is_as_documented() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(SimulatorSettings.defaults())) {
            // Given
            HUBSPOT.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(crm.baseUrl())));

            // When
            sendEveryKind();

            // Then
            List<Request> sent = HUBSPOT.getAllServeEvents().stream()
                    .map(ServeEvent::getRequest)
                    .map(Request.class::cast)
                    .toList();
            assertThat(sent)
                    .extracting(request -> request.getUrl().replace("/crm/v3/objects/contacts/", ""))
                    .contains("batch/upsert", "batch/update", "batch/read", "batch/archive", "gdpr-delete");
            assertThat(sent)
                    .allSatisfy(request -> assertThat(document.validateRequest(documented(request))
                                    .getMessages())
                            .isEmpty());
        }
    }

    private static SimpleRequest documented(Request sent) {
        return SimpleRequest.Builder.post(sent.getUrl())
                .withContentType(sent.getHeader("Content-Type"))
                .withAuthorization(sent.getHeader("Authorization"))
                .withBody(sent.getBodyAsString())
                .build();
    }

    private static void sendEveryKind() throws Exception {
        URI url = URI.create(HUBSPOT.baseUrl());
        AdapterSettings contacts = new AdapterSettings(url, "contacts", "email", NullPolicy.CLEAR, Map.of());
        try (HttpTransport transport = new HttpTransport(
                Authorization.Header.bearer(new Password("secret")),
                HttpSettings.plain("test/1", 1, Duration.ofSeconds(20)))) {
            Clock clock = Clock.systemUTC();
            HubSpotAdapter adapter = new HubSpotAdapter(
                    new HubSpotSettings(contacts, new HubSpotApi(url, "v3"), List.of(), Duration.ZERO),
                    new PropertyDefinitions(
                            () -> CompletableFuture.failedFuture(new IOException("Not asked")), Duration.ZERO, clock),
                    transport,
                    clock);
            Payload payload = ((Preparation.Ready) adapter.prepare(fields())).payload();
            String id = written(adapter, "ada@x.io", "", Operation.UPSERT, payload);
            assertThat(written(adapter, "ada@x.io", "", Operation.UPDATE, payload))
                    .isEqualTo(id);
            assertThat(written(adapter, "ann@x.io", id, Operation.UPDATE_KNOWN, payload))
                    .isEqualTo(id);
            Payload archived = adapter.removal(Operation.ARCHIVE);
            assertThat(written(adapter, "ann@x.io", "", Operation.ARCHIVE, archived))
                    .isEqualTo(id);
            String another = written(adapter, "ada@x.io", "", Operation.UPSERT, payload);
            Payload erased = adapter.removal(Operation.ERASE);
            assertThat(written(adapter, "ada@x.io", "", Operation.ERASE, erased))
                    .isEqualTo(another);
        }
    }

    /** Sends one write, and returns HubSpot's id of its object. */
    private static String written(
            HubSpotAdapter adapter, String externalId, String crmId, Operation operation, Payload payload)
            throws Exception {
        CrmWrite write = new CrmWrite(externalId, crmId, "people-0-1", operation, payload);
        PerRecord outcome = (PerRecord) adapter.send(new CrmBatch("contacts", List.of(write)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();
        return ((WriteResult.Written) outcome.byExternalId().get(externalId)).crmId();
    }

    private static Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("firstname", "O'Brien");
        fields.put("zip", 12L);
        fields.put("city", true);
        fields.put("date_of_birth", LocalDate.of(1990, 1, 31));
        fields.put("company", List.of("a", "b"));
        fields.put("phone", null);
        return fields;
    }
}
