// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a {@link LightCrm} was told in one run. */
final class Written {

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong firstNanos = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();
    private final Objects objects;

    private volatile byte[] largestBody = new byte[0];

    Written(Objects objects) {
        this.objects = objects;
    }

    /**
     * A run so far.
     *
     * @param calls requests, answered or not
     * @param records inputs that were acknowledged
     * @param objects different ones among them
     * @param seconds from the first request to the last acknowledgement
     */
    record Count(long calls, long records, long objects, double seconds) {}

    void called() {
        calls.incrementAndGet();
        firstNanos.compareAndSet(0, System.nanoTime());
    }

    void acknowledged(List<String> ids, byte[] body) {
        Instant now = Instant.now();
        long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        ids.forEach(id -> objects.add(id, micros));
        if (body.length > largestBody.length) {
            largestBody = body;
        }
        lastNanos.set(System.nanoTime());
        records.addAndGet(ids.size());
    }

    Count count() {
        long acknowledgedSoFar = records.get();
        double seconds = Duration.ofNanos(lastNanos.get() - firstNanos.get()).toNanos() / 1e9;
        return new Count(calls.get(), acknowledgedSoFar, objects.count(), seconds);
    }

    /** The body with the most bytes of those that were acknowledged. */
    byte[] largestBody() {
        return largestBody;
    }

    /** When each object was first acknowledged, in microseconds since 1970. */
    Map<String, Long> acknowledged() {
        return objects.acknowledged();
    }
}
