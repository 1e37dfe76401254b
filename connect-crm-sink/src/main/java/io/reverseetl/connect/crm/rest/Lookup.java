// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpCall;
import io.reverseetl.connect.crm.rest.RestSettings.Search;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds an object by its external id before it is written. Nothing holds the CRM still in between: what somebody else
 * creates after the search, or what a search index does not show yet, is created twice.
 */
final class Lookup {

    private final Search search;
    private final RestCalls calls;
    private final AnswerReader answers;
    private final Outcomes outcomes;

    Lookup(Search search, RestCalls calls, AnswerReader answers, Outcomes outcomes) {
        this.search = search;
        this.calls = calls;
        this.answers = answers;
        this.outcomes = outcomes;
    }

    CallTemplate update() {
        return search.update();
    }

    /** Searches, and does what is to be done if there is no object, or with the CRM's id of the only one. */
    CompletionStage<BatchOutcome> find(
            CrmWrite write,
            Map<Placeholder, JsonNode> values,
            Supplier<CompletionStage<BatchOutcome>> none,
            Function<JsonNode, CompletionStage<BatchOutcome>> one) {
        HttpCall.Body body =
                search.body().map(template -> calls.body(template.fill(values))).orElse(null);
        return calls.send(search.call(), values, body, answer -> {
            Optional<JsonNode> found = answers.bodyOf(answer, true);
            // A page says nothing about objects, whatever its status.
            if (found.map(answers::code).filter(code -> saysNone(answer, code)).isPresent()) {
                return none.get();
            }
            return answers.trouble(search.call(), answer, found)
                    .<CompletionStage<BatchOutcome>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> read(write, answer, found.orElseThrow().at(search.found()), none, one));
        });
    }

    private boolean saysNone(HttpAnswer answer, String code) {
        return search.none().contains(code) || search.none().contains(String.valueOf(answer.status()));
    }

    private CompletionStage<BatchOutcome> read(
            CrmWrite write,
            HttpAnswer answer,
            JsonNode found,
            Supplier<CompletionStage<BatchOutcome>> none,
            Function<JsonNode, CompletionStage<BatchOutcome>> one) {
        List<JsonNode> objects = new ArrayList<>();
        if (found.isArray()) {
            found.forEach(objects::add);
        } else if (found.isObject()) {
            objects.add(found);
        }
        if (objects.isEmpty()) {
            // Where no results are, nothing is known: taken for "none", it would create the object once more.
            return found.isMissingNode() || !(found.isArray() || found.isNull())
                    ? CompletableFuture.completedFuture(outcomes.retry(answer, OwnCode.SEARCH_NOT_UNDERSTOOD.name()))
                    : none.get();
        }
        if (objects.size() > 1) {
            return RestAdapter.result(
                    write,
                    new WriteResult.Rejected(new Reason(
                            Reason.Category.VALIDATION,
                            OwnCode.SEARCH_AMBIGUOUS.name(),
                            List.of(),
                            answer.status(),
                            "",
                            "Several objects have this id: merge them in the CRM")));
        }
        JsonNode id = objects.get(0).at(search.id());
        return id.isValueNode() && CallTemplate.fitsInPath(id.asText(""))
                ? one.apply(id)
                : CompletableFuture.completedFuture(outcomes.retry(answer, OwnCode.SEARCH_NOT_UNDERSTOOD.name()));
    }
}
