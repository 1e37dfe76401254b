// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Attempts that go to the CRM in one request, each of another lane; or that it has made a job of, which it is to be asked
 * about. Compared by identity: a request is unique.
 */
final class Batch {

    private final List<Attempt> attempts;
    private final int failures;
    private final Optional<CrmJob> job;
    private final int questions;
    private long sentAt;
    private boolean setBack;

    Batch(List<Attempt> attempts) {
        this(attempts, 0, Optional.empty(), 0);
    }

    private Batch(List<Attempt> attempts, int failures, Optional<CrmJob> job, int questions) {
        this.attempts = List.copyOf(attempts);
        this.failures = failures;
        this.job = job;
        this.questions = questions;
    }

    /** The same once more, after it has failed by itself. */
    Batch failedAgain(int failuresBefore) {
        return new Batch(attempts, failuresBefore + 1, job, questions);
    }

    /** The same as a job that is to be asked about, for the first time or once more. */
    Batch inJob(CrmJob accepted) {
        return new Batch(attempts, 0, Optional.of(accepted), job.isEmpty() ? 0 : questions + 1);
    }

    /** The job that the CRM has made of it; nothing if it is still to be sent. */
    Optional<CrmJob> job() {
        return job;
    }

    /** How often the CRM has said that the job is not over. */
    int questions() {
        return questions;
    }

    /** How often in a row it has failed while others were answered. */
    int failures() {
        return failures;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Notes that it goes out; a question about a job sends no records. */
    void sent(long now) {
        sentAt = now;
        if (job.isEmpty()) {
            attempts.forEach(attempt ->
                    attempt.versions().forEach(version -> version.slot().sent()));
        }
    }

    long sentAt() {
        return sentAt;
    }

    int size() {
        return attempts.size();
    }

    /** The same to be sent anew, if it was a job. */
    Batch anew() {
        return new Batch(attempts);
    }

    /** What to send in its place if it is refused as a whole. */
    List<Batch> halves() {
        if (size() == 1) {
            return List.of(this);
        }
        int middle = (size() + 1) / 2;
        return List.of(new Batch(attempts.subList(0, middle)), new Batch(attempts.subList(middle, size())));
    }

    /** Whether the request holds a record of one of the partitions. */
    boolean touches(Collection<TopicPartition> partitions) {
        return attempts.stream()
                .flatMap(attempt -> attempt.versions().stream())
                .anyMatch(version -> partitions.contains(version.slot().origin().partition()));
    }

    /** A partition of it has been set back while it is on its way: its records come again, and its keys may be free. */
    void noteSetBack() {
        setBack = true;
    }

    boolean wasSetBack() {
        return setBack;
    }

    /** Whether all of it is still wanted. */
    boolean isWanted() {
        return attempts.stream().flatMap(attempt -> attempt.versions().stream()).allMatch(Version::isWanted);
    }

    /** The partitions, as the state has them, of what is still wanted. */
    Set<TopicPartition> wantedPartitions() {
        return attempts.stream()
                .map(Attempt::newest)
                .filter(Version::isWanted)
                .map(version -> version.mark().key().partition())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * The batch with only what is still wanted, and the lanes of which nothing is. A job stays whole while any of it is
     * wanted: what the CRM says of it, by place or of all together, is about what was sent.
     */
    Remainder wanted() {
        if (job.isPresent()
                && attempts.stream().anyMatch(attempt -> attempt.wanted().isPresent())) {
            return new Remainder(Optional.of(this), List.of());
        }
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
