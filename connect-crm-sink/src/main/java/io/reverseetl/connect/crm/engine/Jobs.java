// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.BatchOutcome.Accepted;
import io.reverseetl.connect.crm.spi.CrmJob;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The batches that the CRM has made jobs of:
 *
 * <pre>
 *   accepted ──► stored, by partition ──► asked about ──► not over: asked again, later
 *                                                    └──► over: settled as any other batch, then forgotten
 * </pre>
 *
 * <p>Nothing is asked before the job is stored, so a CRM that starts a job when it is first asked has started none that
 * the next task would not know of. A job's keys stay busy until it is over. What the job has done is stored before the
 * job is forgotten, and in this order.
 */
final class Jobs {

    private final StateStore store;
    private final Recall recall;
    private final Lanes lanes;
    private final RetryQueue retries;
    private final Ledger ledger;
    private final Ticker ticker;
    /** The partitions of each job that are still this task's. */
    private final Map<CrmJob, Set<TopicPartition>> running = new HashMap<>();

    Jobs(StateStore store, Recall recall, Lanes lanes, RetryQueue retries, Ledger ledger, Ticker ticker) {
        this.store = store;
        this.recall = recall;
        this.lanes = lanes;
        this.retries = retries;
        this.ledger = ledger;
        this.ticker = ticker;
    }

    /** The CRM has made a job of a batch, or says that the job is not over. */
    void accepted(Batch batch, Accepted accepted) {
        if (batch.job().isPresent()) {
            askLater(batch, accepted);
        } else if (accepted.isStarted() || batch.isWanted()) {
            if (batch.wasSetBack()) {
                ledger.failSetBack();
            }
            // What has gone meanwhile is written nevertheless: its next owner has to know.
            running.put(accepted.job(), batch.wantedPartitions());
            recall.begun(accepted.job(), batch, () -> askLater(batch, accepted));
        } else {
            // Once started, it would write what is for somebody else to write by now.
            lanes.keepWanted(batch).ifPresent(retries::addLast);
        }
    }

    private void askLater(Batch batch, Accepted accepted) {
        lanes.keepWanted(batch.inJob(accepted.job())).ifPresent(asked -> {
            long wait = Backoff.askedMillis(Optional.of(accepted.after())) + JobWaits.beforeQuestion(asked.questions());
            retries.addLater(asked, ticker.millis() + wait);
        });
    }

    /** A batch has been settled: if it was a job, that is over. */
    void settled(Batch batch) {
        batch.job().ifPresent(job -> {
            Set<TopicPartition> left = running.remove(job);
            if (left != null) {
                left.forEach(partition -> store.end(partition, job));
            }
        });
    }

    /** How many are not over. */
    int running() {
        return running.size();
    }

    /** Whether records of the partition are in a job. */
    boolean hold(TopicPartition partition) {
        return running.values().stream().anyMatch(partitions -> partitions.contains(partition));
    }

    /** Whoever has the partitions next asks about their jobs. */
    void forget(Collection<TopicPartition> partitions) {
        running.values().forEach(left -> left.removeAll(Set.copyOf(partitions)));
        running.values().removeIf(Set::isEmpty);
    }
}
