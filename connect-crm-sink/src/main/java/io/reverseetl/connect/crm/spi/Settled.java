// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Results that writes of a batch have before all of it is sent. */
public final class Settled {

    private Settled() {}

    /**
     * Sends the other writes of the batch, if there are any, and adds their results. If there are none, as the request
     * has failed as a whole, all that is settled will be so once more.
     *
     * @param settled by external id
     */
    public static CompletionStage<CrmAnswer> sendOthers(
            CrmBatch batch,
            Map<String, ? extends WriteResult> settled,
            Function<CrmBatch, CompletionStage<CrmAnswer>> send) {
        if (settled.isEmpty()) {
            return send.apply(batch);
        }
        List<CrmWrite> others = batch.writes().stream()
                .filter(write -> !settled.containsKey(write.externalId()))
                .toList();
        Map<String, WriteResult> results = new HashMap<>(settled);
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(CrmAnswer.of(new PerRecord(results)));
        }
        return send.apply(new CrmBatch(batch.object(), others)).thenApply(answer -> {
            if (!(answer.outcome() instanceof PerRecord told)) {
                return answer;
            }
            results.putAll(told.byExternalId());
            return new CrmAnswer(new PerRecord(results), answer.quota());
        });
    }

    /**
     * Adds what the outcome of one write, which was sent by itself, means for it and for those behind it in the batch:
     * what stands against it may pass and then stands against them too, or is for it alone.
     *
     * @param place of the write in the batch
     * @param results by external id, which are added to
     */
    public static void put(BatchOutcome outcome, CrmBatch batch, int place, Map<String, WriteResult> results) {
        String externalId = batch.writes().get(place).externalId();
        outcome.match(
                perRecord -> results.putAll(perRecord.byExternalId()),
                refused -> results.put(externalId, new WriteResult.Rejected(refused.reason())),
                retry -> batch.writes().stream()
                        .skip(place)
                        .forEach(each -> results.put(
                                each.externalId(), new WriteResult.Retryable(retry.after(), retry.reason()))),
                // What becomes a job has a request of its own.
                accepted -> {},
                failed -> results.put(externalId, new WriteResult.Fatal(failed.message())));
    }
}
