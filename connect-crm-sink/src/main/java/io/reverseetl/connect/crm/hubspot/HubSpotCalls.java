// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Posts JSON to HubSpot; a call without an answer is one to be tried again. */
record HubSpotCalls(HttpTransport transport, ObjectMapper json) {

    /** Posts a body, and does with the answer what {@code next} says. */
    CompletionStage<CrmAnswer> post(
            CrmBatch batch, URI url, JsonNode body, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        return post(batch, url, bytes(body), next);
    }

    /** The same with a body that is JSON already. */
    CompletionStage<CrmAnswer> post(
            CrmBatch batch, URI url, byte[] body, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        return transport
                .postJson(url, body)
                .handle((answer, error) -> answer == null
                        ? CompletableFuture.completedFuture(CrmAnswer.of(BatchOutcome.unanswered(error)))
                        : next.apply(answer))
                .thenCompose(Function.identity());
    }

    /** An answer's body; an empty object if it is not JSON. */
    JsonNode parse(HttpAnswer answer) {
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }

    private byte[] bytes(JsonNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts can always be written", e);
        }
    }
}
