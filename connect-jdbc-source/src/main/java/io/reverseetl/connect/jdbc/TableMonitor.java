// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.engine.Backoff;
import io.reverseetl.connect.jdbc.engine.Retry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what the tasks are to read, and asks Connect for other tasks when they are no longer the same.
 *
 * <pre>
 *   look ── same ──▶ wait for table.poll.interval.ms ──▶ look
 *    ├── other tables, or the ranges of a first read are done ──▶ ask for tasks, wait
 *    ├── unreachable ──▶ back off, look again; after retry.timeout.ms: fail
 *    └── tables that cannot be read ──▶ fail
 * </pre>
 *
 * <p>To fail is to tell Connect, whose status then shows the connector as failed. Tasks that run are left alone.
 */
final class TableMonitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TableMonitor.class);

    /** Tasks stand idle between the end of the last range and the next look. */
    private static final Duration WHILE_PASSING = Duration.ofSeconds(5);

    private final Search search;
    private final ConnectorContext context;
    private final Duration interval;
    private final Retry outage;
    private final Clock clock;
    private final Optional<Duration> firstWait;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("jdbc-source-monitor"));

    private volatile @Nullable SourcePlan plan;
    private volatile String outageText = "";
    private volatile boolean closed;

    /** How to look for tables. */
    interface Search {

        /** Which tables are selected. */
        LiveValidation.Result list();

        /** The same, and whether each can be read. */
        LiveValidation.Result check();

        /**
         * In which parts tables that can be read are to be read now.
         *
         * @throws ConnectException if that could not be found out
         */
        SourcePlan plan(List<Relation> tables);

        static Search with(SourceSettings settings, PartPlanner planner, Clock clock) {
            return new Search() {
                @Override
                public LiveValidation.Result list() {
                    return LiveValidation.list(settings, clock);
                }

                @Override
                public LiveValidation.Result check() {
                    return LiveValidation.check(settings, clock);
                }

                @Override
                public SourcePlan plan(List<Relation> tables) {
                    return planner.plan(tables);
                }
            };
        }
    }

    /**
     * Looks for the first time.
     *
     * @throws ConfigException if the tables cannot be read as configured; a database that cannot be reached is no such
     *     reason, as it may come back by itself
     */
    TableMonitor(Search search, ConnectorContext context, Duration interval, Retry outage, Clock clock) {
        this.search = search;
        this.context = context;
        this.interval = interval;
        this.outage = outage;
        this.clock = clock;
        LiveValidation.Result found = search.check();
        if (!found.unreachable()) {
            found.problems().throwIfAny();
        }
        this.firstWait = consider(found);
    }

    /** Looks for the first time, and from then on in a thread of its own. */
    static TableMonitor start(
            SourceSettings settings,
            PartPlanner planner,
            ConnectorContext context,
            Clock clock,
            RandomGenerator random) {
        SourceSettings.RetrySettings retries = settings.retries();
        TableMonitor monitor = new TableMonitor(
                Search.with(settings, planner, clock),
                context,
                settings.tablePollInterval(),
                new Retry(new Backoff(retries.longestWait(), random), retries.deadline()),
                clock);
        monitor.firstWait.ifPresent(monitor::lookAfter);
        return monitor;
    }

    /**
     * What the last look found.
     *
     * @throws ConnectException if there has been none that could see it; Connect then leaves its tasks as they are, and
     *     asks again
     */
    SourcePlan plan() {
        SourcePlan found = plan;
        if (found == null) {
            throw new ConnectException(outageText);
        }
        return found;
    }

    private void lookAfter(Duration wait) {
        Future<?> unused = thread.schedule(this::lookAndGoOn, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAndGoOn() {
        try {
            look().ifPresent(this::lookAfter);
        } catch (RuntimeException e) {
            fail("Looking for tables failed unexpectedly. This is a bug: please report it.", e);
        }
    }

    /** Looks again, and returns how long to wait for the next look; empty if it has failed. */
    Optional<Duration> look() {
        SourcePlan before = plan;
        LiveValidation.Result found = search.list();
        if (found.problems().isEmpty() && (before == null || !sameTables(before.relations(), found.relations()))) {
            found = search.check();
        }
        Optional<Duration> wait = consider(found);
        SourcePlan now = plan;
        if (now != null && !now.equals(before) && !closed) {
            announce(before == null ? List.of() : before.relations(), now.relations());
            context.requestTaskReconfiguration();
        }
        return wait;
    }

    private Optional<Duration> consider(LiveValidation.Result found) {
        if (found.unreachable()) {
            return afterOutage(found.problems().text());
        }
        if (!found.problems().isEmpty()) {
            fail(found.problems().text() + " Then restart the connector.", null);
            return Optional.empty();
        }
        try {
            SourcePlan next = search.plan(found.relations());
            plan = next;
            outage.succeeded();
            return Optional.of(next.passing() ? shorter(interval, WHILE_PASSING) : interval);
        } catch (ConnectException e) {
            return afterOutage(e.getMessage());
        }
    }

    private Optional<Duration> afterOutage(@Nullable String said) {
        Instant now = clock.instant();
        outageText = String.valueOf(said);
        if (!outage.failed(now)) {
            fail(said + " It was tried for retry.timeout.ms. Restart the connector once it can be.", null);
            return Optional.empty();
        }
        log.warn("{} It is tried again at {}", said, outage.resumeAt());
        return Optional.of(Duration.between(now, outage.resumeAt()));
    }

    private static void announce(List<Relation> before, List<Relation> now) {
        log.info(
                "What there is to read has changed, so tasks are started anew. New tables: {}. Tables that are gone: {}",
                without(now, before),
                without(before, now));
    }

    private static boolean sameTables(List<Relation> some, List<Relation> others) {
        return Set.copyOf(some).equals(Set.copyOf(others));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void fail(String message, @Nullable RuntimeException cause) {
        if (!closed) {
            context.raiseError(new ConnectException(message, cause));
        }
    }

    private static List<Relation> without(List<Relation> tables, List<Relation> others) {
        return tables.stream().filter(table -> !others.contains(table)).toList();
    }

    /** A look that is under way goes on for some seconds, and has no effect any more. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
    }
}
