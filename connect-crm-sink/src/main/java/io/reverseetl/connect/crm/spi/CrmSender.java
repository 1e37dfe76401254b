// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends batches to a CRM. */
public interface CrmSender {

    /**
     * Sends a batch and returns at once. Every trouble with the request is an outcome; a stage that completes with an
     * exception is an error in the adapter, and fails the task.
     */
    CompletionStage<CrmAnswer> send(CrmBatch batch);

    /** How many calls it takes to send a batch. */
    default int calls(CrmBatch batch) {
        return 1;
    }

    /** When writes that wait are a backlog, which goes as jobs; nothing if they always go as ordinary batches. */
    default Optional<Backlog> backlog(String object, Operation operation) {
        return Optional.empty();
    }

    /**
     * Asks what has become of a job, one call at a time, and returns at once. {@link BatchOutcome.Accepted} says that it
     * is not over yet; {@link BatchOutcome.RetryAll}, that this could not be found out.
     *
     * @param job what {@link BatchOutcome.Accepted} said, of this task or of one before it
     * @param writes what is in the job, in the order in which it was sent; none if a task before this one sent it, as what
     *     was written is then still to be told by the {@linkplain CrmAdapter#identity identity} of its external id, and the rest is sent again. Who does not know the job
     *     accounts for nothing
     */
    default CompletionStage<CrmAnswer> ask(CrmJob job, List<CrmWrite> writes) {
        return CompletableFuture.completedFuture(CrmAnswer.of(new BatchOutcome.PerRecord(Map.of())));
    }
}
