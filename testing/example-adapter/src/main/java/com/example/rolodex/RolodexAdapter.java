// SPDX-License-Identifier: Apache-2.0
package com.example.rolodex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.auth.GrantRefusedException;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.http.RetryAfter;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Saves cards, up to fifty a call. {@code {"cards":[{"ref":"7","texts":{..}}]}} is answered by {@code
 * {"cards":[{"ref":"7","state":"saved","card":"c-1"},{"ref":"8","state":"refused","problem":"no_name"}]}}, in any order.
 */
final class RolodexAdapter implements CrmAdapter {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final URI cards;
    private final HttpTransport transport;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    RolodexAdapter(URI cards, HttpTransport transport, Clock clock) {
        this.cards = cards;
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public Preparation prepare(Map<String, @Nullable Object> fields) {
        return CardPayload.prepare(fields);
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        return transport
                .postJson(cards, body(batch))
                .handle((answer, error) -> answer == null ? unanswered(error) : read(answer))
                .thenApply(CrmAnswer::of);
    }

    private byte[] body(CrmBatch batch) {
        ObjectNode body = json.createObjectNode();
        ArrayNode all = body.putArray("cards");
        batch.writes()
                .forEach(write -> all.addObject()
                        .put("ref", write.externalId())
                        .set("texts", ((CardPayload) write.payload()).json()));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private BatchOutcome read(HttpAnswer answer) {
        int status = answer.status();
        Reason unavailable = Reason.unavailable("HTTP_" + status, status, "");
        if (status == 429) {
            return new BatchOutcome.RetryAll(RetryAfter.of(answer, clock, LONGEST_WAIT), unavailable, Trouble.TOO_MANY);
        }
        if (status >= 500) {
            return new BatchOutcome.RetryAll(Optional.empty(), unavailable);
        }
        if (status == 400) {
            return new BatchOutcome.Refused(Reason.validation("", List.of(), status, ""));
        }
        if (status != 200) {
            return new BatchOutcome.Failed("Rolodex answered " + cards + " with HTTP " + status
                    + ". Check auth.token and rolodex.workspace, then restart the task.");
        }
        try {
            return new BatchOutcome.PerRecord(results(json.readTree(answer.body()), status));
        } catch (JsonProcessingException e) {
            // A page of something between us and Rolodex. Saving once more does no harm.
            return new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable("ANSWER_NOT_JSON", status, ""));
        }
    }

    /** What a card that is not in the answer has become is unknown: the engine asks once more. */
    private static Map<String, WriteResult> results(JsonNode answer, int status) {
        Map<String, WriteResult> results = new HashMap<>();
        for (JsonNode card : answer.path("cards")) {
            boolean saved = card.path("state").asText().equals("saved");
            results.put(
                    card.path("ref").asText(),
                    saved
                            ? new WriteResult.Written(card.path("card").asText(), false)
                            : new WriteResult.Rejected(
                                    Reason.validation(card.path("problem").asText(), List.of(), status, "")));
        }
        return results;
    }

    /** Whether Rolodex has saved anything is unknown, and saving once more does no harm. */
    private static BatchOutcome unanswered(@Nullable Throwable error) {
        if (error instanceof GrantRefusedException refused) {
            return new BatchOutcome.Failed(String.valueOf(refused.getMessage()));
        }
        if (error instanceof IOException) {
            String code = error.getClass().getSimpleName();
            return new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable(code, 0, ""));
        }
        throw new CompletionException(error);
    }
}
