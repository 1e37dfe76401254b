// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.Gauges;
import io.reverseetl.connect.crm.engine.Outcomes;
import io.reverseetl.connect.crm.engine.Slot;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import io.reverseetl.connect.support.TaskMetrics;
import io.reverseetl.connect.support.TaskMetrics.Gauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Shows what a task does. Told on the loop's thread, asked on any. */
final class SinkMetrics implements Outcomes, AutoCloseable {

    /** The type that the figures have in JMX. */
    static final String TYPE = "crm-sink";

    private static final long UNKNOWN = -1;

    private final TaskMetrics metrics;
    private final Outcomes next;
    private final Clock clock;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong created = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final AtomicLong superseded = new AtomicLong();
    private final AtomicLong ignored = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong callMillis = new AtomicLong();
    private final AtomicLong holds = new AtomicLong();
    private final AtomicLong freshness = new AtomicLong(UNKNOWN);
    private final AtomicLong freshnessOfAll = new AtomicLong();
    private final AtomicLong timed = new AtomicLong();
    private final Map<Reason.Category, AtomicLong> rejected = new EnumMap<>(Reason.Category.class);

    /**
     * Shows the figures under their final names.
     *
     * @param next is told everything too
     * @param now how the engine is doing
     * @param clock for the age of what has been written
     */
    SinkMetrics(TaskMetrics metrics, Outcomes next, Supplier<Gauges> now, Clock clock) {
        this.metrics = metrics;
        this.next = next;
        this.clock = clock;
        metrics.publish(Map.of(), counted());
        for (Reason.Category category : Reason.Category.values()) {
            AtomicLong count = new AtomicLong();
            rejected.put(category, count);
            metrics.publish(
                    Map.of("reason", category.name()),
                    List.of(new Gauge("rejected-total", "Records rejected for this reason.", count::get)));
        }
        metrics.publish(Map.of("part", "engine"), asked(now));
    }

    private List<Gauge> counted() {
        return List.of(
                new Gauge("written-total", "Records that the CRM has acknowledged.", written::get),
                new Gauge("created-total", "Records that were new objects.", created::get),
                new Gauge("unchanged-total", "Records that said what the CRM held already.", unchanged::get),
                new Gauge("superseded-total", "Records whose place a newer one has taken.", superseded::get),
                new Gauge("ignored-total", "Records that need no write.", ignored::get),
                new Gauge("calls-total", "Batches sent.", calls::get),
                new Gauge("sent-records-total", "Records in them: divided by the batches, the batch size.", sent::get),
                new Gauge("call-time-ms-total", "Time until they were answered.", callMillis::get),
                new Gauge("holds-total", "Times that the whole CRM was left alone.", holds::get),
                new Gauge(
                        "freshness-ms",
                        "From the row's change to its acknowledgement, for the last record that told; -1 before.",
                        freshness::get),
                new Gauge("freshness-ms-total", "The same, for all records that told.", freshnessOfAll::get),
                new Gauge("timed-records-total", "How many these were.", timed::get));
    }

    private static List<Gauge> asked(Supplier<Gauges> now) {
        return List.of(
                new Gauge("in-flight-requests", "Requests on their way.", () ->
                        (long) now.get().inFlight()),
                new Gauge("running-jobs", "Jobs of the CRM that are not over.", () ->
                        (long) now.get().runningJobs()),
                new Gauge(
                        "oldest-unresolved-ms",
                        "How long the oldest record without an outcome has been here.",
                        () -> now.get().oldestMillis()),
                new Gauge(
                        "quota-left-today",
                        "Calls that may be made today; -1 if that is not known.",
                        () -> now.get().quotaLeftToday().orElse(UNKNOWN)),
                new Gauge(
                        "quota-per-day",
                        "Calls that may be made on a day of which nothing is used; -1 if that is not known.",
                        () -> now.get().quotaPerDay().orElse(UNKNOWN)),
                new Gauge(
                        "breaker-state",
                        "CLOSED, HALF_OPEN or OPEN: whether the CRM is taken to be down.",
                        () -> now.get().breaker().name()));
    }

    @Override
    public void written(Slot slot, Written result) {
        written.incrementAndGet();
        created.addAndGet(result.created() ? 1 : 0);
        if (slot.origin() instanceof ConsumedRecord record) {
            record.changedAt().ifPresent(this::time);
        }
        next.written(slot, result);
    }

    private void time(Instant changed) {
        long age = Math.max(0, Duration.between(changed, clock.instant()).toMillis());
        freshness.set(age);
        freshnessOfAll.addAndGet(age);
        timed.incrementAndGet();
    }

    @Override
    public void unchanged(Slot slot) {
        unchanged.incrementAndGet();
        next.unchanged(slot);
    }

    @Override
    public void superseded(Slot slot) {
        superseded.incrementAndGet();
        next.superseded(slot);
    }

    @Override
    public void ignored(Slot slot) {
        ignored.incrementAndGet();
        next.ignored(slot);
    }

    @Override
    public void rejected(Slot slot, Reason reason) {
        rejected.getOrDefault(reason.category(), new AtomicLong()).incrementAndGet();
        next.rejected(slot, reason);
    }

    @Override
    public void sent(int records) {
        calls.incrementAndGet();
        sent.addAndGet(records);
        next.sent(records);
    }

    @Override
    public void answered(long millis) {
        callMillis.addAndGet(millis);
        next.answered(millis);
    }

    @Override
    public void held(long millis, Reason reason) {
        holds.incrementAndGet();
        next.held(millis, reason);
    }

    @Override
    public void breaker(Breaker.State state) {
        next.breaker(state);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
