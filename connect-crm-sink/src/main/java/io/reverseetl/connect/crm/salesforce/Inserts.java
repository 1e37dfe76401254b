// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Remembered;
import io.reverseetl.connect.crm.spi.Settled;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Rejected;
import io.reverseetl.connect.crm.spi.WriteResult.Retryable;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates records. Those that exist are looked up first and rejected; Salesforce refuses one that comes to exist
 * meanwhile, as its external id is unique. What a call without an answer has created exists, too: that is written.
 */
final class Inserts {

    /** Records of calls without an answer, of which there are never more than a task holds; less are enough. */
    private static final int MOST_IN_DOUBT = 20_000;

    private final Lookup lookup;
    private final Function<CrmBatch, CompletionStage<CrmAnswer>> create;
    private final Rejected exists;

    /** Whether Salesforce has created them is unknown, by the trace id. */
    private final Remembered<Boolean> inDoubt = new Remembered<>(MOST_IN_DOUBT);

    /** @param create makes the call that creates the records of a batch */
    Inserts(String externalIdField, Lookup lookup, Function<CrmBatch, CompletionStage<CrmAnswer>> create) {
        this.lookup = lookup;
        this.create = create;
        exists = new Rejected(new Reason(
                Reason.Category.VALIDATION,
                ErrorCode.DUPLICATE_VALUE.name(),
                List.of(externalIdField),
                0,
                "",
                "Salesforce has such a record, and write.mode=insert changes none"));
    }

    CompletionStage<CrmAnswer> send(CrmBatch batch) {
        return lookup.find(batch, ids -> {
                    Map<String, WriteResult> found = new HashMap<>();
                    batch.writes().stream()
                            .filter(write -> ids.containsKey(write.externalId()))
                            .forEach(write -> found.put(write.externalId(), found(write, ids)));
                    return Settled.sendOthers(batch, found, this::createNew);
                })
                .thenApply(answer -> {
                    forgetSettled(batch, answer.outcome());
                    return answer;
                });
    }

    private WriteResult found(CrmWrite write, Map<String, String> ids) {
        return isInDoubt(write) ? new Written(ids.getOrDefault(write.externalId(), ""), true) : exists;
    }

    private CompletionStage<CrmAnswer> createNew(CrmBatch batch) {
        return create.apply(batch).thenCompose(answer -> {
            if (answer.outcome() instanceof PerRecord told) {
                doubtMissing(batch, told);
                return explainRefused(batch, told.byExternalId())
                        .thenApply(results -> new CrmAnswer(new PerRecord(results), answer.quota()));
            }
            // Whatever else is said of a whole request, nothing was done.
            if (answer.outcome() instanceof RetryAll retry && retry.trouble() == Trouble.DOWN) {
                batch.writes().forEach(this::doubt);
            }
            return CompletableFuture.completedFuture(answer);
        });
    }

    /** A call that was given up on may have created a record after the lookup. */
    private CompletionStage<Map<String, WriteResult>> explainRefused(CrmBatch batch, Map<String, WriteResult> results) {
        Map<String, WriteResult> explained = new HashMap<>(results);
        List<CrmWrite> refused = new ArrayList<>();
        for (CrmWrite write : batch.writes()) {
            if (isInDoubt(write) && results.get(write.externalId()) instanceof Rejected rejected) {
                refused.add(write);
                // This is what is left of it if the lookup fails.
                explained.put(write.externalId(), new Retryable(Optional.empty(), rejected.reason()));
            }
        }
        if (refused.isEmpty()) {
            return CompletableFuture.completedFuture(results);
        }
        return lookup.find(new CrmBatch(batch.object(), refused), ids -> {
                    explained.putAll(results);
                    ids.forEach((externalId, id) -> explained.put(externalId, new Written(id, true)));
                    return CompletableFuture.completedFuture(CrmAnswer.of(new PerRecord(explained)));
                })
                .thenApply(answer -> explained);
    }

    private void doubtMissing(CrmBatch batch, PerRecord told) {
        batch.writes().stream()
                .filter(write -> !told.byExternalId().containsKey(write.externalId()))
                .forEach(this::doubt);
    }

    private void forgetSettled(CrmBatch batch, BatchOutcome outcome) {
        if (outcome instanceof PerRecord told) {
            batch.writes().stream()
                    .filter(write -> isFinal(told.byExternalId().get(write.externalId())))
                    .forEach(write -> inDoubt.forget(write.traceId()));
        }
    }

    private static boolean isFinal(@Nullable WriteResult result) {
        return result instanceof Written || result instanceof Rejected;
    }

    private void doubt(CrmWrite write) {
        inDoubt.put(write.traceId(), true);
    }

    private boolean isInDoubt(CrmWrite write) {
        return inDoubt.has(write.traceId());
    }
}
