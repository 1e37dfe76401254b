// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.auth.GrantRefusedException;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
                .handle((answer, error) -> answer == null ? unanswered(error) : next.apply(answer))
                .thenCompose(Function.identity());
    }

    private static CompletionStage<CrmAnswer> unanswered(@Nullable Throwable error) {
        if (error instanceof GrantRefusedException refused) {
            return CompletableFuture.completedFuture(
                    CrmAnswer.of(new BatchOutcome.Failed(String.valueOf(refused.getMessage()))));
        }
        if (error instanceof IOException) {
            // Whether HubSpot has carried it out is unknown; all that we ask for may be repeated.
            String code = error instanceof InterruptedIOException
                    ? "REQUEST_TIMEOUT"
                    : error.getClass().getSimpleName();
            return CompletableFuture.completedFuture(
                    CrmAnswer.of(new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable(code, 0, ""))));
        }
        throw new CompletionException(error);
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
