// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpCall;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Calls Salesforce; a call without an answer is one to be tried again. Each call does with its answer what it is told. */
record SalesforceCalls(HttpTransport transport, ObjectMapper json) {

    SalesforceCalls(HttpTransport transport) {
        // A number with an exponent would be another number to some of those who read it.
        this(
                transport,
                JsonMapper.builder()
                        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                        .build());
    }

    CompletionStage<CrmAnswer> get(URI url, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        return after(transport.get(url), next);
    }

    CompletionStage<CrmAnswer> patch(URI url, byte[] body, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        return after(transport.patchJson(url, body), next);
    }

    CompletionStage<CrmAnswer> post(URI url, byte[] body, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        return after(transport.postJson(url, body), next);
    }

    CompletionStage<CrmAnswer> putCsv(URI url, byte[] body, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        HttpCall.Body csv = new HttpCall.Body("text/csv; charset=UTF-8", body);
        return after(transport.send(new HttpCall("PUT", url, Map.of(), csv)), next);
    }

    CompletionStage<CrmAnswer> delete(URI url, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        return after(transport.delete(url), next);
    }

    private static CompletionStage<CrmAnswer> after(
            CompletableFuture<HttpAnswer> call, Function<HttpAnswer, CompletionStage<CrmAnswer>> next) {
        return call.handle((answer, error) -> answer == null
                        ? CompletableFuture.completedFuture(CrmAnswer.of(BatchOutcome.unanswered(error)))
                        : next.apply(answer))
                .thenCompose(Function.identity());
    }

    /** The fields of an object type as a description lists them; nothing if it cannot be had. */
    CompletionStage<Optional<JsonNode>> fields(URI description) {
        return transport
                .get(description)
                .handle((answer, error) -> Optional.ofNullable(answer)
                        .filter(found -> found.status() == 200)
                        .flatMap(this::parse)
                        .map(body -> body.path("fields")));
    }

    /** An answer's body; nothing if it is not JSON, as a page from something between us and Salesforce. */
    Optional<JsonNode> parse(HttpAnswer answer) {
        try {
            return Optional.of(json.readTree(answer.body())).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
