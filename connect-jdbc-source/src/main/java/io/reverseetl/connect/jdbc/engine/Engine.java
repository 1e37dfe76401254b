// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.MissingTableException;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a task's streams in turn, one page a step, over one connection that is opened when needed and opened again when
 * lost.
 */
public final class Engine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    /**
     * Where a change of a table is not a transaction, or takes several, the table or a column is missing in between for
     * whoever looks then.
     */
    private static final Duration EXCHANGE = Duration.ofSeconds(1);

    private final Database database;
    private final Rotation rotation;
    private final Retry connecting;
    private final ReadObserver observer;
    private final Clock clock;
    private final Link link;
    private final Watermark watermark;
    private final Duration deadline;
    private final AtomicBoolean woken = new AtomicBoolean();

    /** How to reach the database and to understand its failures. */
    public interface Database {

        Session open() throws SQLException;

        Failure classify(SQLException failure);
    }

    /**
     * What an engine needs to know.
     *
     * @param watermark what the streams share
     * @param deadline how long transient failures of one stream, or of connecting, may last
     */
    public record Plan(List<Stream> streams, Watermark watermark, Backoff backoff, Duration deadline) {}

    public Engine(Database database, Plan plan, ReadObserver observer, Clock clock) {
        this.database = database;
        this.rotation = new Rotation(plan.streams().stream()
                .map(stream -> new Rotation.Turn(stream, new Retry(plan.backoff(), plan.deadline())))
                .toList());
        this.connecting = new Retry(plan.backoff(), plan.deadline());
        this.observer = observer;
        this.clock = clock;
        this.link = new Link(database);
        this.watermark = plan.watermark();
        this.deadline = plan.deadline();
    }

    /**
     * Reads a page of the next stream that is due.
     *
     * @throws ReadFailedException if what failed does not pass by itself, or has not passed within the deadline
     */
    public Step next() {
        Instant now = clock.instant();
        if (woken.getAndSet(false)) {
            rotation.streams().forEach(stream -> stream.wake(now));
        }
        Instant due = latest(rotation.due(), connecting.resumeAt());
        if (due.isAfter(now)) {
            return new Step.Nothing(due);
        }
        Session open;
        try {
            open = link.session();
            connecting.succeeded();
        } catch (SQLException e) {
            return failed("Connecting to the database", rotation.streams(), connecting, e);
        }
        Rotation.Turn turn = rotation.next(now);
        try {
            Optional<Step.Page> page = turn.stream().read(open, now);
            turn.retry().succeeded();
            observer.read(
                    turn.stream(),
                    page.map(found -> found.rows().size()).orElse(0),
                    Duration.between(now, clock.instant()));
            return page.<Step>map(found -> found).orElse(new Step.Nothing(now));
        } catch (SQLException e) {
            disconnect();
            return failed("Reading " + turn.stream().label(), List.of(turn.stream()), turn.retry(), e);
        }
    }

    /** Says that the database may have changed, which the next step heeds. May be called from any thread. */
    public void wake() {
        woken.set(true);
    }

    /** Ends the reading: a statement that runs in the reader thread fails soon. May be called from any thread. */
    public void cancel() {
        link.cancel();
        watermark.cancel();
    }

    /** Disconnects for good. May be called from any thread. */
    @Override
    public void close() {
        link.close();
        watermark.close();
    }

    private void disconnect() {
        link.disconnect();
        watermark.disconnect();
    }

    private Step failed(String doing, List<Stream> concerned, Retry retry, SQLException e) {
        if (link.isClosed()) {
            // Cancelled or disconnected by ourselves.
            return new Step.Nothing(clock.instant());
        }
        Failure failure = e instanceof MissingTableException ? Failure.MISSING_OBJECT : database.classify(e);
        boolean again = retry.failed(clock.instant(), patience(failure));
        String code = Optional.ofNullable(e.getSQLState()).orElse("");
        concerned.forEach(stream -> observer.failed(stream, code, again));
        String said = doing + " failed: " + FailureText.of(failure, e);
        if (again) {
            log.warn("{} It is tried again at {}", said, retry.resumeAt());
            return new Step.Nothing(clock.instant());
        }
        if (failure == Failure.BAD_VALUE) {
            // The cause would quote the value in the log.
            throw new ReadFailedException(said);
        }
        String tried = failure.isTransient()
                ? " It was retried for retry.timeout.ms. Restart the task once the database works again."
                : "";
        throw new ReadFailedException(said + tried, e);
    }

    private Duration patience(Failure failure) {
        if (failure.isTransient()) {
            return deadline;
        }
        return failure == Failure.MISSING_OBJECT && deadline.compareTo(EXCHANGE) > 0 ? EXCHANGE : Duration.ZERO;
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
