// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Attempts that go to the CRM in one request, each of another lane. Compared by identity: a request is unique. */
final class Batch {

    private final List<Attempt> attempts;
    private final int failures;
    private long sentAt;

    Batch(List<Attempt> attempts) {
        this(attempts, 0);
    }

    private Batch(List<Attempt> attempts, int failures) {
        this.attempts = List.copyOf(attempts);
        this.failures = failures;
    }

    /** The same once more, after it has failed by itself. */
    Batch failedAgain(int failuresBefore) {
        return new Batch(attempts, failuresBefore + 1);
    }

    /** How often in a row it has failed while others were answered. */
    int failures() {
        return failures;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Notes that it goes out. */
    void sent(long now) {
        sentAt = now;
        attempts.forEach(
                attempt -> attempt.versions().forEach(version -> version.slot().sent()));
    }

    long sentAt() {
        return sentAt;
    }

    int size() {
        return attempts.size();
    }

    List<Batch> halves() {
        int middle = (size() + 1) / 2;
        return List.of(new Batch(attempts.subList(0, middle)), new Batch(attempts.subList(middle, size())));
    }

    /** Whether the request holds a record of one of the partitions. */
    boolean touches(Collection<TopicPartition> partitions) {
        return attempts.stream()
                .flatMap(attempt -> attempt.versions().stream())
                .anyMatch(version -> partitions.contains(version.slot().origin().partition()));
    }

    /** The batch with only what is still wanted, and the lanes of which nothing is. */
    Remainder wanted() {
        List<Attempt> kept = new ArrayList<>();
        List<Lane> done = new ArrayList<>();
        attempts.forEach(attempt -> attempt.wanted().ifPresentOrElse(kept::add, () -> done.add(attempt.lane())));
        return new Remainder(kept.isEmpty() ? Optional.empty() : Optional.of(new Batch(kept)), done);
    }

    /**
     * What is left of a batch.
     *
     * @param batch nothing if no attempt is left
     * @param done the lanes whose attempt has gone
     */
    record Remainder(Optional<Batch> batch, List<Lane> done) {}

    CrmBatch request() {
        return new CrmBatch(
                attempts.get(0).lane().key().object(),
                attempts.stream().map(Attempt::write).toList());
    }
}
