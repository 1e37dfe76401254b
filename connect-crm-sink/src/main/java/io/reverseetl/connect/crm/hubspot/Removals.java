// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/**
 * Takes objects away. HubSpot does so by its own ids only, so they are looked up first: for contacts that are erased
 * also because to erase an email address that HubSpot does not know would block it for ever.
 */
final class Removals {

    private static final int NO_CONTENT = 204;

    private final AdapterSettings settings;
    private final HubSpotApi api;
    private final HubSpotCalls calls;
    private final AnswerReader answers;

    Removals(AdapterSettings settings, HubSpotApi api, HubSpotCalls calls, AnswerReader answers) {
        this.settings = settings;
        this.api = api;
        this.calls = calls;
        this.answers = answers;
    }

    /** At the most: one to look up, and one to archive all or one to erase each. */
    static int calls(CrmBatch batch) {
        return batch.operation() == Operation.ERASE ? 1 + batch.writes().size() : 2;
    }

    CompletionStage<CrmAnswer> send(CrmBatch batch) {
        ObjectNode body = calls.json().createObjectNode().put("idProperty", settings.idProperty());
        body.putArray("properties").add(settings.idProperty());
        batch.writes().forEach(write -> body.withArray("inputs").addObject().put("id", write.externalId()));
        return calls.post(batch, api.batch(batch.object(), "read"), body, answer -> {
            if (answer.status() != 200 && answer.status() != 207) {
                return CompletableFuture.completedFuture(answerOf(batch, answer));
            }
            JsonNode lookup = calls.parse(answer);
            Map<String, String> found = idsByExternalId(lookup);
            Map<String, WriteResult> results = new HashMap<>();
            if (saysThatSomeAreMissing(lookup)) {
                // What does not exist need not go. Without such a word it is unaccounted for, and asked about again.
                batch.writes().stream()
                        .filter(write -> !found.containsKey(keyOf(write)))
                        .forEach(write -> results.put(write.externalId(), gone("")));
            }
            List<CrmWrite> there = batch.writes().stream()
                    .filter(write -> found.containsKey(keyOf(write)))
                    .toList();
            if (there.isEmpty()) {
                return CompletableFuture.completedFuture(done(results, answer));
            }
            CrmBatch rest = new CrmBatch(batch.object(), there);
            return batch.operation() == Operation.ERASE
                    ? erase(rest, 0, found, results)
                    : archive(rest, found, results);
        });
    }

    private CompletionStage<CrmAnswer> archive(
            CrmBatch batch, Map<String, String> found, Map<String, WriteResult> results) {
        ObjectNode body = calls.json().createObjectNode();
        batch.writes().forEach(write -> body.withArray("inputs").addObject().put("id", found.get(keyOf(write))));
        return calls.post(batch, api.batch(batch.object(), "archive"), body, answer -> {
            if (answer.status() != NO_CONTENT) {
                // The lookup is repeated with the rest: what was not there is still not.
                return CompletableFuture.completedFuture(answerOf(batch, answer));
            }
            batch.writes()
                    .forEach(write -> results.put(write.externalId(), gone(found.getOrDefault(keyOf(write), ""))));
            return CompletableFuture.completedFuture(done(results, answer));
        });
    }

    /** One after the other, as HubSpot erases one contact a call. */
    private CompletionStage<CrmAnswer> erase(
            CrmBatch batch, int next, Map<String, String> found, Map<String, WriteResult> results) {
        CrmWrite write = batch.writes().get(next);
        ObjectNode body = calls.json().createObjectNode().put("objectId", found.get(keyOf(write)));
        return calls.post(batch, api.gdprDelete(batch.object()), body, answer -> {
            if (answer.status() == NO_CONTENT) {
                results.put(write.externalId(), gone(found.getOrDefault(keyOf(write), "")));
            } else {
                refuseFrom(batch, next, answer, results);
            }
            boolean last =
                    answer.status() != NO_CONTENT || next + 1 == batch.writes().size();
            return last
                    ? CompletableFuture.completedFuture(done(results, answer))
                    : erase(batch, next + 1, found, results);
        });
    }

    /** What stands against this one may pass, or is for this one alone: the others are tried again. */
    private void refuseFrom(CrmBatch batch, int next, HttpAnswer answer, Map<String, WriteResult> results) {
        CrmWrite write = batch.writes().get(next);
        answers.read(new CrmBatch(batch.object(), List.of(write)), answer)
                .match(
                        perRecord -> results.putAll(perRecord.byExternalId()),
                        refused -> results.put(write.externalId(), new WriteResult.Rejected(refused.reason())),
                        retry -> batch.writes().stream()
                                .skip(next)
                                .forEach(each -> results.put(
                                        each.externalId(), new WriteResult.Retryable(retry.after(), retry.reason()))),
                        failed -> results.put(write.externalId(), new WriteResult.Fatal(failed.message())));
    }

    private CrmAnswer answerOf(CrmBatch batch, HttpAnswer answer) {
        return new CrmAnswer(answers.read(batch, answer), RateLimitHeaders.of(answer));
    }

    private static CrmAnswer done(Map<String, WriteResult> results, HttpAnswer answer) {
        return new CrmAnswer(new BatchOutcome.PerRecord(results), RateLimitHeaders.of(answer));
    }

    private static WriteResult gone(String id) {
        return new WriteResult.Written(id, false);
    }

    private static boolean saysThatSomeAreMissing(JsonNode lookup) {
        return StreamSupport.stream(lookup.path("errors").spliterator(), false)
                .anyMatch(error -> HubSpotError.of(error, Set.of()).isAboutMissingObject());
    }

    private Map<String, String> idsByExternalId(JsonNode answer) {
        Map<String, String> ids = new HashMap<>();
        answer.path("results")
                .forEach(result -> ids.put(
                        result.path("properties")
                                .path(settings.idProperty())
                                .asText("")
                                .toLowerCase(Locale.ROOT),
                        result.path("id").asText("")));
        return ids;
    }

    /** HubSpot finds unique values whatever their case. */
    private static String keyOf(CrmWrite write) {
        return write.externalId().toLowerCase(Locale.ROOT);
    }
}
