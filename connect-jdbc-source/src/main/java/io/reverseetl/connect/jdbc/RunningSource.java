// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.UnreadableValueException;
import io.reverseetl.connect.jdbc.engine.Backoff;
import io.reverseetl.connect.jdbc.engine.Engine;
import io.reverseetl.connect.jdbc.engine.ReadFailedException;
import io.reverseetl.connect.jdbc.engine.Step;
import io.reverseetl.connect.jdbc.engine.Stream;
import io.reverseetl.connect.jdbc.engine.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task between start and stop. Its reader thread reads one page ahead, so that a page is fetched while the one before
 * is sent, and so that {@link #poll} and {@link #close} are never held up by a slow statement.
 */
final class RunningSource implements AutoCloseable {

    /** Connect stops a task after its poll has returned, so no poll may take long. */
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);

    /** Together well below the 5 s that Connect gives a task to stop. */
    private static final Duration WAIT_FOR_CANCEL = Duration.ofSeconds(1);

    private static final int CANCELS = 2;

    private final Engine engine;
    private final StreamMetrics metrics;
    private final PageRecords records;
    private final Consumer<SourceRecord> endOfPage;
    private final Backlog backlog;
    private final Clock clock;
    private final ExecutorService reader;
    private final Semaphore bell;
    private final Optional<WakeupListener> wakeup;
    private Future<Read> ahead;

    /**
     * What the reader thread brought: records, or if there are none the time before which there will be none.
     *
     * @param behindAll whether the record is a mark, which says that whatever was read before it has arrived
     */
    private record Read(List<SourceRecord> records, Instant due, boolean behindAll) {}

    private RunningSource(
            Engine engine,
            StreamMetrics metrics,
            PageRecords records,
            Consumer<SourceRecord> endOfPage,
            Backlog backlog,
            Clock clock,
            ExecutorService reader,
            Semaphore bell,
            Optional<WakeupListener> wakeup) {
        this.engine = engine;
        this.metrics = metrics;
        this.records = records;
        this.endOfPage = endOfPage;
        this.backlog = backlog;
        this.clock = clock;
        this.reader = reader;
        this.bell = bell;
        this.wakeup = wakeup;
        this.ahead = reader.submit(this::readAhead);
    }

    /**
     * Starts reading.
     *
     * @param metrics closed with this
     * @param endOfPage takes the last record of each page, before {@link #poll} returns it
     * @param backlog is told elsewhere of the records that have arrived
     */
    static RunningSource start(
            SourceSettings settings,
            List<Stream> streams,
            Watermark watermark,
            StreamMetrics metrics,
            Consumer<SourceRecord> endOfPage,
            Backlog backlog,
            Clock clock,
            RandomGenerator random) {
        Engine.Plan plan = new Engine.Plan(
                streams,
                watermark,
                new Backoff(settings.retries().longestWait(), random),
                settings.retries().deadline());
        Engine engine = new Engine(Database.of(settings), plan, metrics, clock);
        ExecutorService reader = Executors.newSingleThreadExecutor(DaemonThreads.named("jdbc-source-reader"));
        Semaphore bell = new Semaphore(0);
        Optional<WakeupListener> wakeup = WakeupListener.start(settings, clock, random, () -> {
            engine.wake();
            bell.release();
        });
        return new RunningSource(
                engine, metrics, new PageRecords(settings.records()), endOfPage, backlog, clock, reader, bell, wakeup);
    }

    /** The next records, or null if there are none yet. Returns soon in any case. */
    @Nullable
    List<SourceRecord> poll() throws InterruptedException {
        if (!backlog.awaitRoom(LONGEST_POLL)) {
            return null;
        }
        Read read;
        try {
            read = ahead.get(LONGEST_POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
        if (read.records().isEmpty()) {
            awaitDue(read.due());
            ahead = reader.submit(this::readAhead);
            return null;
        }
        if (read.behindAll() && !backlog.awaitNone(LONGEST_POLL)) {
            return null;
        }
        ahead = reader.submit(this::readAhead);
        backlog.handedOver(read.records().size());
        endOfPage.accept(read.records().get(read.records().size() - 1));
        return read.records();
    }

    private Read readAhead() {
        Step step = engine.next();
        return step instanceof Step.Page page
                ? new Read(records.of(page), Instant.MIN, page.rows().isEmpty())
                : new Read(List.of(), ((Step.Nothing) step).until(), false);
    }

    private void awaitDue(Instant due) throws InterruptedException {
        Duration untilDue = Duration.between(clock.instant(), due);
        if (!untilDue.isNegative()) {
            long millis = Math.min(untilDue.toMillis(), LONGEST_POLL.toMillis());
            boolean rung = bell.tryAcquire(millis, TimeUnit.MILLISECONDS);
            if (rung) {
                bell.drainPermits();
            }
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof DataException unconvertible) {
            return unconvertible;
        }
        if (cause instanceof ReadFailedException failed && failed.getCause() instanceof UnreadableValueException) {
            return new DataException(failed.getMessage(), failed);
        }
        if (cause instanceof ReadFailedException || cause instanceof ConfigException) {
            return new ConnectException(cause.getMessage(), cause);
        }
        return new ConnectException("The reader thread failed unexpectedly. This is a bug: please report it.", cause);
    }

    /** Cancels what runs and waits a moment for it; a statement that does not listen loses its connection. */
    @Override
    public void close() {
        bell.release();
        wakeup.ifPresent(WakeupListener::close);
        reader.shutdownNow();
        try {
            // The first cancel may fall between two statements, and the second of them be the long one.
            for (int attempt = 0; attempt < CANCELS && !reader.isTerminated(); attempt++) {
                engine.cancel();
                boolean unused = reader.awaitTermination(WAIT_FOR_CANCEL.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.close();
        metrics.close();
    }
}
