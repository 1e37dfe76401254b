// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.Outcomes;
import io.reverseetl.connect.crm.engine.Slot;
import io.reverseetl.connect.crm.engine.Ticker;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts outcomes, and tells them in one line a minute when there were any. Belongs to the loop's thread. */
final class Summary implements Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Summary.class);
    private static final long PERIOD_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long LONG_HOLD_MILLIS = Duration.ofSeconds(30).toMillis();

    private static final double SLOWEST_PART = 0.99;

    private final String object;
    private final Ticker ticker;
    private final BiConsumer<Slot, Reason> rejections;
    private Counts counts = new Counts();
    private long lastLine;

    /**
     * Starts counting.
     *
     * @param rejections is handed what has to be reported
     */
    Summary(String object, Ticker ticker, BiConsumer<Slot, Reason> rejections) {
        this.object = object;
        this.ticker = ticker;
        this.rejections = rejections;
        this.lastLine = ticker.millis();
    }

    @Override
    public void written(Slot slot, Written result) {
        counts.written++;
        if (result.created()) {
            counts.created++;
        }
    }

    @Override
    public void unchanged(Slot slot) {
        counts.unchanged++;
    }

    @Override
    public void superseded(Slot slot) {
        counts.superseded++;
    }

    @Override
    public void ignored(Slot slot) {
        counts.ignored++;
    }

    @Override
    public void rejected(Slot slot, Reason reason) {
        counts.rejected++;
        rejections.accept(slot, reason);
    }

    @Override
    public void sent(int records) {
        counts.calls++;
    }

    @Override
    public void answered(long millis) {
        counts.callMillis.add(millis);
    }

    @Override
    public void held(long millis, Reason reason) {
        if (millis >= LONG_HOLD_MILLIS) {
            LOG.warn("{}: nothing is sent for {} ms: {}", object, millis, reason);
        } else {
            LOG.info("{}: nothing is sent for {} ms: {}", object, millis, reason);
        }
    }

    @Override
    public void breaker(Breaker.State state) {
        if (state == Breaker.State.OPEN) {
            LOG.warn("{}: the CRM is down; the partitions are paused until it is back", object);
        } else if (state == Breaker.State.CLOSED) {
            LOG.info("{}: the CRM is back", object);
        }
    }

    void logWhenDue() {
        if (ticker.millis() - lastLine >= PERIOD_MILLIS) {
            lastLine = ticker.millis();
            if (counts.any()) {
                LOG.info("{}", line());
                counts = new Counts();
            }
        }
    }

    String line() {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "%,d written (%,d created)", counts.written, counts.created));
        addIfAny(parts, counts.unchanged, "unchanged");
        addIfAny(parts, counts.superseded, "superseded");
        addIfAny(parts, counts.ignored, "ignored");
        addIfAny(parts, counts.rejected, "rejected");
        addIfAny(parts, counts.calls, "calls");
        counts.callMillis.stream()
                .sorted()
                .skip((long) (counts.callMillis.size() * SLOWEST_PART))
                .findFirst()
                .ifPresent(millis -> parts.add(String.format(Locale.ROOT, "p99 %,d ms", millis)));
        return object + ": " + String.join(", ", parts);
    }

    private static void addIfAny(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    private static final class Counts {

        private long written;
        private long created;
        private long unchanged;
        private long superseded;
        private long ignored;
        private long rejected;
        private long calls;
        /** Of one minute: some thousands at the most. */
        private final List<Long> callMillis = new ArrayList<>();

        private boolean any() {
            return written + unchanged + superseded + ignored + rejected + calls > 0;
        }
    }
}
