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
 * Knows the tables that the tasks are to read, and asks Connect for other tasks when they are no longer the same.
 *
 * <pre>
 *   look ── same ──▶ wait for table.poll.interval.ms ──▶ look
 *    ├── other tables ──▶ ask for tasks, wait
 *    ├── unreachable ──▶ back off, look again; after retry.timeout.ms: fail
 *    └── tables that cannot be read ──▶ fail
 * </pre>
 *
 * <p>To fail is to tell Connect, whose status then shows the connector as failed. Tasks that run are left alone.
 */
final class TableMonitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TableMonitor.class);

    private final Search search;
    private final ConnectorContext context;
    private final Duration interval;
    private final Retry outage;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("jdbc-source-monitor"));

    private volatile LiveValidation.Result seen;
    private volatile boolean closed;

    /** How to look for tables. */
    interface Search {

        /** Which tables are selected. */
        LiveValidation.Result list();

        /** The same, and whether each can be read. */
        LiveValidation.Result check();

        static Search with(SourceSettings settings, Clock clock) {
            return new Search() {
                @Override
                public LiveValidation.Result list() {
                    return LiveValidation.list(settings, clock);
                }

                @Override
                public LiveValidation.Result check() {
                    return LiveValidation.check(settings, clock);
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
        this.seen = search.check();
        if (!seen.unreachable()) {
            seen.problems().throwIfAny();
        }
    }

    /** Looks for the first time, and from then on in a thread of its own. */
    static TableMonitor start(SourceSettings settings, ConnectorContext context, Clock clock, RandomGenerator random) {
        SourceSettings.RetrySettings retries = settings.retries();
        TableMonitor monitor = new TableMonitor(
                Search.with(settings, clock),
                context,
                settings.tablePollInterval(),
                new Retry(new Backoff(retries.longestWait(), random), retries.deadline()),
                clock);
        monitor.firstWait().ifPresent(monitor::lookAfter);
        return monitor;
    }

    /**
     * The tables of the last look.
     *
     * @throws ConnectException if there has been none that could see them; Connect then leaves its tasks as they are,
     *     and asks again
     */
    List<Relation> relations() {
        if (seen.unreachable()) {
            throw new ConnectException(seen.problems().text());
        }
        return seen.relations();
    }

    private Optional<Duration> firstWait() {
        return seen.unreachable() ? afterOutage(seen) : Optional.of(interval);
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
        LiveValidation.Result found = search.list();
        if (found.problems().isEmpty() && !seen.relations().equals(found.relations())) {
            found = search.check();
        }
        if (found.unreachable()) {
            return afterOutage(found);
        }
        outage.succeeded();
        if (!found.problems().isEmpty()) {
            fail(found.problems().text() + " Then restart the connector.", null);
            return Optional.empty();
        }
        adopt(found);
        return Optional.of(interval);
    }

    private Optional<Duration> afterOutage(LiveValidation.Result found) {
        Instant now = clock.instant();
        if (!outage.failed(now)) {
            fail(
                    found.problems().text()
                            + " It was tried for retry.timeout.ms. Restart the connector once it can be.",
                    null);
            return Optional.empty();
        }
        log.warn("{} It is tried again at {}", found.problems().text(), outage.resumeAt());
        return Optional.of(Duration.between(now, outage.resumeAt()));
    }

    private void adopt(LiveValidation.Result found) {
        List<Relation> before = seen.relations();
        seen = found;
        if (!before.equals(found.relations()) && !closed) {
            log.info(
                    "The tables have changed: {} are new, {} are gone. Tasks are started anew",
                    without(found.relations(), before),
                    without(before, found.relations()));
            context.requestTaskReconfiguration();
        }
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
