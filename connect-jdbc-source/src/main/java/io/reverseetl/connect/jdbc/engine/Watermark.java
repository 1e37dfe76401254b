// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Activity.LogPosition;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction.Kind;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of the oldest transaction that may still commit: what is stamped earlier is either visible already or will
 * never be. One for all streams of a task.
 *
 * <p>A prepared transaction shows no start. But one that is seen for the first time was running at the look before, or
 * had not begun, so it is no older than what was found then. Of one that was prepared before the first look nothing is
 * known, and no bound is safe until it has ended.
 */
public final class Watermark implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watermark.class);

    private static final Instant UNKNOWN = Instant.MIN;

    private final WatermarkSettings settings;
    private final Optional<Link> primary;
    private final Set<OpenTransaction> reported = new HashSet<>();
    private Map<OpenTransaction, Instant> prepared = Map.of();
    private Instant lastClock = UNKNOWN;
    private Instant oldestRunning = UNKNOWN;
    private @Nullable Activity awaited;
    private @Nullable Instant awaitedSince;
    private Instant askedAt = Instant.MIN;
    private volatile @Nullable WatermarkStatus status;

    /**
     * Watches transactions.
     *
     * @param primary where to watch them if the sessions that read are on a standby, which shows none of its primary's
     */
    public Watermark(WatermarkSettings settings, Optional<? extends Engine.Database> primary) {
        this.settings = settings;
        this.primary = primary.map(Link::new);
    }

    /**
     * Looks which transactions are open.
     *
     * @return empty as long as the session is on a standby that lags behind what was seen on the primary
     * @throws ReadFailedException if one is open for longer than it may be
     */
    Optional<WatermarkStatus> look(Session reading, Instant now) throws SQLException {
        if (awaited == null) {
            askedAt = now;
        }
        Activity seen = awaited == null ? activity(reading) : awaited;
        Optional<LogPosition> written = seen.logPosition();
        if (written.isPresent() && !reading.hasReplayed(written.get())) {
            await(seen, now);
            return Optional.empty();
        }
        awaited = null;
        awaitedSince = null;
        WatermarkStatus found = seen.guarantee().seesEveryTransaction() ? bound(seen) : clockOnly(seen);
        lastClock = seen.clock();
        status = found;
        return Optional.of(found);
    }

    /** By our clock: when that was asked which the last look went by. What was committed earlier shows in it. */
    Instant askedAt() {
        return askedAt;
    }

    /** What was found last. May be called from any thread. */
    public Optional<WatermarkStatus> status() {
        return Optional.ofNullable(status);
    }

    private Activity activity(Session reading) throws SQLException {
        Activity.Request request =
                new Activity.Request(settings.excludedRoles(), settings.excludedApplications(), primary.isPresent());
        if (primary.isEmpty()) {
            return reading.activity(request);
        }
        try {
            return primary.get().session().activity(request);
        } catch (SQLException e) {
            throw new SQLException(
                    "the server of watermark.connection.url says: " + e.getMessage(), e.getSQLState(), e);
        }
    }

    private void await(Activity seen, Instant now) {
        Instant since = awaitedSince == null ? now : awaitedSince;
        boolean tooLong = isTooLong(Duration.between(since, now));
        if (tooLong && settings.action() == HoldAction.FAIL) {
            throw new ReadFailedException("The standby has not replayed for longer than watermark.max.hold.ms what its"
                    + " primary had written at " + seen.clock() + ". Mend the replication, then restart the task.");
        }
        if (tooLong) {
            log.warn(
                    "The standby has not replayed yet what its primary had written at {}: new rows wait", seen.clock());
        }
        awaited = seen;
        awaitedSince = tooLong ? now : since;
    }

    /** Whoever does not see every transaction knows nothing about those that are prepared later, either. */
    private WatermarkStatus clockOnly(Activity seen) {
        prepared = Map.of();
        oldestRunning = UNKNOWN;
        return new WatermarkStatus(seen.clock(), Optional.of(seen.clock()), seen.guarantee(), Optional.empty());
    }

    private WatermarkStatus bound(Activity seen) {
        Map<OpenTransaction, Instant> starts = starts(seen);
        reported.retainAll(starts.keySet());
        Instant bound = seen.clock();
        Optional<OpenTransaction> holder = Optional.empty();
        for (Map.Entry<OpenTransaction, Instant> start : starts.entrySet()) {
            OpenTransaction transaction = start.getKey();
            if (start.getValue().isBefore(bound) && !isPassedOver(transaction, seen.clock())) {
                bound = start.getValue();
                holder = Optional.of(transaction);
            }
        }
        Optional<Instant> known = bound.equals(UNKNOWN) ? Optional.empty() : Optional.of(bound);
        return new WatermarkStatus(seen.clock(), known, seen.guarantee(), holder);
    }

    /** The earliest time at which each transaction can have begun. */
    private Map<OpenTransaction, Instant> starts(Activity seen) {
        // A clock that was set back says nothing about what has begun since.
        Instant before = seen.clock().isBefore(lastClock) ? UNKNOWN : oldestRunning;
        Map<OpenTransaction, Instant> starts = new HashMap<>();
        Map<OpenTransaction, Instant> stillPrepared = new HashMap<>();
        Instant oldest = seen.clock();
        for (OpenTransaction transaction : seen.open()) {
            if (transaction.kind() == Kind.PREPARED) {
                stillPrepared.put(transaction, prepared.getOrDefault(transaction, before));
            } else {
                starts.put(transaction, transaction.since());
                oldest = transaction.since().isBefore(oldest) ? transaction.since() : oldest;
            }
        }
        oldestRunning = oldest;
        prepared = stillPrepared;
        starts.putAll(stillPrepared);
        return starts;
    }

    private boolean isPassedOver(OpenTransaction transaction, Instant clock) {
        Duration age = Duration.between(transaction.since(), clock);
        if (!isTooLong(age)) {
            return false;
        }
        String held = "New rows are held back by " + transaction.description();
        if (settings.action() == HoldAction.FAIL) {
            throw new ReadFailedException(held + ", for longer than watermark.max.hold.ms. " + remedy(transaction)
                    + " Then restart the task.");
        }
        boolean proceed = settings.action() == HoldAction.PROCEED;
        if (reported.add(transaction)) {
            log.warn(
                    "{} for {} s. {} {}",
                    held,
                    age.toSeconds(),
                    proceed
                            ? "Reading goes on past it: rows that it stamped before what is read meanwhile are missed."
                            : "They wait until it has ended.",
                    remedy(transaction));
        }
        return proceed;
    }

    private static String remedy(OpenTransaction transaction) {
        return transaction.kind() == Kind.PREPARED
                ? "End it with COMMIT PREPARED or ROLLBACK PREPARED."
                : "End it, or if it never writes, name its role or application in watermark.exclude.roles or"
                        + " watermark.exclude.application.names.";
    }

    private boolean isTooLong(Duration age) {
        return !settings.maxHold().isZero() && age.compareTo(settings.maxHold()) > 0;
    }

    void cancel() {
        primary.ifPresent(Link::cancel);
    }

    void disconnect() {
        primary.ifPresent(Link::disconnect);
    }

    @Override
    public void close() {
        primary.ifPresent(Link::close);
    }
}
