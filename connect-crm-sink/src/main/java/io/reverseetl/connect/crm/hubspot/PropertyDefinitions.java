// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.reverseetl.connect.crm.http.HttpAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an object type, as HubSpot has told them last. If it does not tell, nothing is known of them and
 * every value is left to HubSpot.
 */
final class PropertyDefinitions {

    /** How often HubSpot is asked at the most. */
    private static final Duration LEAST_AGE = Duration.ofMinutes(1);

    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final Supplier<CompletionStage<HttpAnswer>> ask;
    private final Duration patience;
    private final Clock clock;
    private CompletableFuture<Map<String, PropertyDefinition>> told = CompletableFuture.completedFuture(Map.of());
    private long askedAt = Long.MIN_VALUE;

    /**
     * Definitions of which nothing is known yet.
     *
     * @param ask asks HubSpot for the type's properties
     * @param patience how long an answer is waited for
     */
    PropertyDefinitions(Supplier<CompletionStage<HttpAnswer>> ask, Duration patience, Clock clock) {
        this.ask = ask;
        this.patience = patience;
        this.clock = clock;
    }

    /** Waits for HubSpot's answer, so that the first records find it. */
    void await() {
        renewed().toCompletableFuture().join();
    }

    /** What is known, by the names of the properties; HubSpot is asked if that is nothing. */
    synchronized CompletionStage<Map<String, PropertyDefinition>> known() {
        boolean nothing = told.isDone() && told.join().isEmpty();
        return nothing ? renewed() : told;
    }

    /** What HubSpot says now, or has said less than a minute ago: somebody may have added an option. */
    synchronized CompletionStage<Map<String, PropertyDefinition>> renewed() {
        long now = clock.millis();
        if (askedAt == Long.MIN_VALUE || now - askedAt >= LEAST_AGE.toMillis()) {
            askedAt = now;
            told = ask.get()
                    .handle(PropertyDefinitions::read)
                    .toCompletableFuture()
                    .completeOnTimeout(Map.of(), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        return told;
    }

    private static Map<String, PropertyDefinition> read(@Nullable HttpAnswer answer, @Nullable Throwable error) {
        Map<String, PropertyDefinition> definitions = new HashMap<>();
        if (answer != null && answer.status() == 200) {
            for (JsonNode property : results(answer.body())) {
                definitions.put(property.path("name").asText(), PropertyDefinition.of(property));
            }
        }
        return definitions;
    }

    private static JsonNode results(String body) {
        try {
            return JSON.readTree(body).path("results");
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
