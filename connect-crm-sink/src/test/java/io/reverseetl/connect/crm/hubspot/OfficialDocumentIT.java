// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
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
import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Preparation;
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
    void a_batch_upsert_is_as_documented() throws Exception {
        // Given
        HUBSPOT.stubFor(any(anyUrl()).willReturn(okJson("{\"results\":[]}")));

        // When
        send();

        // Then
        Request sent = HUBSPOT.getAllServeEvents().get(0).getRequest();
        SimpleRequest request = SimpleRequest.Builder.post(sent.getUrl())
                .withContentType(sent.getHeader("Content-Type"))
                .withAuthorization(sent.getHeader("Authorization"))
                .withBody(sent.getBodyAsString())
                .build();
        assertThat(document.validateRequest(request).getMessages()).isEmpty();
    }

    private static void send() throws Exception {
        URI url = URI.create(HUBSPOT.baseUrl());
        AdapterSettings settings = new AdapterSettings(url, "contacts", "customer_id", NullPolicy.CLEAR, Map.of());
        try (HttpTransport transport = new HttpTransport(
                Authorization.Header.bearer(new Password("secret")),
                HttpSettings.plain("test/1", 1, Duration.ofSeconds(20)))) {
            HubSpotAdapter adapter =
                    new HubSpotAdapter(settings, new HubSpotApi(url, "v3"), transport, Clock.systemUTC());
            Preparation.Ready prepared = (Preparation.Ready) adapter.prepare(fields());
            adapter.send(new CrmBatch("contacts", List.of(new CrmWrite("k1", "people-0-1", prepared.payload()))))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("firstname", "O'Brien");
        fields.put("visits", 12L);
        fields.put("vip", true);
        fields.put("born", LocalDate.of(1990, 1, 31));
        fields.put("tags", List.of("a", "b"));
        fields.put("phone", null);
        return fields;
    }
}
