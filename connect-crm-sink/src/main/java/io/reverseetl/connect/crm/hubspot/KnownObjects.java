// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Updates objects by HubSpot's own ids. Whether it names one that does not exist, or passes over it without a word, its
 * documents do not say: one without a result is therefore looked up.
 */
record KnownObjects(HubSpotApi api, HubSpotCalls calls, AnswerReader answers, Lookup lookup) {

    CompletionStage<CrmAnswer> send(CrmBatch batch, byte[] body) {
        URI url = api.batch(batch.object(), "update");
        return calls.post(batch, url, body, answer -> {
            CrmAnswer read = answers.answer(batch, answer);
            boolean answered = AnswerReader.hasResults(answer.status());
            Map<String, WriteResult> results = new HashMap<>();
            if (read.outcome() instanceof BatchOutcome.PerRecord perRecord) {
                results.putAll(perRecord.byExternalId());
            }
            List<CrmWrite> doubtful = batch.writes().stream()
                    .filter(write -> !results.containsKey(write.externalId()))
                    .toList();
            return !answered || doubtful.isEmpty() || read.outcome() instanceof BatchOutcome.Refused
                    ? CompletableFuture.completedFuture(read)
                    : lookUp(new CrmBatch(batch.object(), doubtful), results, read);
        });
    }

    private CompletionStage<CrmAnswer> lookUp(CrmBatch doubtful, Map<String, WriteResult> results, CrmAnswer read) {
        return lookup.of(doubtful, (found, answer) -> {
            doubtful.writes().stream()
                    .filter(found::lacks)
                    .forEach(write -> results.put(write.externalId(), new WriteResult.Gone()));
            return CompletableFuture.completedFuture(
                    results.isEmpty() ? read : AnswerReader.perRecord(results, answer));
        });
    }
}
