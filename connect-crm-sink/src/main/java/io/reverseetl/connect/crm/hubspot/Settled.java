// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Results that writes of a batch have before it is sent. */
final class Settled {

    private Settled() {}

    /**
     * Sends the other writes of the batch, if there are any, and adds their results. If there are none, as the request
     * has failed as a whole, all that is settled will be so once more.
     *
     * @param settled by external id
     */
    static CompletionStage<CrmAnswer> sendOthers(
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
}
