// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Settled;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes objects away. HubSpot does so by its own ids only, so they are looked up first if they are not known, and for contacts that are erased
 * also because to erase an email address that HubSpot does not know would block it for ever.
 */
final class Removals {

    private static final int NO_CONTENT = 204;

    private final HubSpotApi api;
    private final HubSpotCalls calls;
    private final AnswerReader answers;
    private final Lookup lookup;

    Removals(HubSpotApi api, HubSpotCalls calls, AnswerReader answers, Lookup lookup) {
        this.api = api;
        this.calls = calls;
        this.answers = answers;
        this.lookup = lookup;
    }

    /** At the most: one to look up, and one to archive all or one to erase each. */
    static int calls(CrmBatch batch) {
        return batch.operation() == Operation.ERASE ? 1 + batch.writes().size() : 2;
    }

    CompletionStage<CrmAnswer> send(CrmBatch batch) {
        if (batch.operation() == Operation.ARCHIVE && batch.writes().get(0).isByCrmId()) {
            return archive(batch, Lookup.Found.known(batch), new HashMap<>());
        }
        return lookup.of(batch, (found, answer) -> {
            Map<String, WriteResult> results = new HashMap<>();
            // What does not exist need not go. Without such a word it is unaccounted for, and asked about again.
            batch.writes().stream().filter(found::lacks).forEach(write -> results.put(write.externalId(), gone("")));
            List<CrmWrite> there = batch.writes().stream().filter(found::has).toList();
            if (there.isEmpty()) {
                return CompletableFuture.completedFuture(AnswerReader.perRecord(results, answer));
            }
            CrmBatch rest = new CrmBatch(batch.object(), there);
            return batch.operation() == Operation.ERASE
                    ? erase(rest, 0, found, results)
                    : archive(rest, found, results);
        });
    }

    private CompletionStage<CrmAnswer> archive(CrmBatch batch, Lookup.Found found, Map<String, WriteResult> results) {
        ObjectNode body = calls.json().createObjectNode();
        batch.writes().forEach(write -> body.withArray("inputs").addObject().put("id", found.idOf(write)));
        return calls.post(batch, api.batch(batch.object(), "archive"), body, answer -> {
            if (answer.status() != NO_CONTENT) {
                // The lookup is repeated with the rest: what was not there is still not.
                return CompletableFuture.completedFuture(answers.answer(batch, answer));
            }
            batch.writes().forEach(write -> results.put(write.externalId(), gone(found.idOf(write))));
            return CompletableFuture.completedFuture(AnswerReader.perRecord(results, answer));
        });
    }

    /** One after the other, as HubSpot erases one contact a call. */
    private CompletionStage<CrmAnswer> erase(
            CrmBatch batch, int next, Lookup.Found found, Map<String, WriteResult> results) {
        CrmWrite write = batch.writes().get(next);
        ObjectNode body = calls.json().createObjectNode().put("objectId", found.idOf(write));
        return calls.post(batch, api.gdprDelete(batch.object()), body, answer -> {
            if (answer.status() == NO_CONTENT) {
                results.put(write.externalId(), gone(found.idOf(write)));
            } else {
                refuseFrom(batch, next, answer, results);
            }
            boolean last =
                    answer.status() != NO_CONTENT || next + 1 == batch.writes().size();
            return last
                    ? CompletableFuture.completedFuture(AnswerReader.perRecord(results, answer))
                    : erase(batch, next + 1, found, results);
        });
    }

    /** What stands against this one may pass, or is for this one alone: the others are tried again. */
    private void refuseFrom(CrmBatch batch, int next, HttpAnswer answer, Map<String, WriteResult> results) {
        CrmWrite write = batch.writes().get(next);
        CrmBatch alone = new CrmBatch(batch.object(), List.of(write));
        Settled.put(answers.read(alone, answer), batch, next, results);
    }

    private static WriteResult gone(String id) {
        return new WriteResult.Written(id, false);
    }
}
