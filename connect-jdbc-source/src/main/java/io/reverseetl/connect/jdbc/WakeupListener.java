// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.NotificationSession;
import io.reverseetl.connect.jdbc.engine.Backoff;
import io.reverseetl.connect.jdbc.engine.FailureText;
import io.reverseetl.connect.jdbc.engine.Retry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the channel of {@code wakeup.channel}, on a connection and a thread of its own. It never fails the task:
 * while it cannot listen, it tries again, and tables are read each poll interval.
 */
final class WakeupListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WakeupListener.class);

    /** Behind each wait the connection is tried. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Database database;
    private final String channel;
    private final Retry retry;
    private final Clock clock;
    private final Runnable wake;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable NotificationSession session;

    private WakeupListener(Database database, String channel, Retry retry, Clock clock, Runnable wake) {
        this.database = database;
        this.channel = channel;
        this.retry = retry;
        this.clock = clock;
        this.wake = wake;
    }

    /**
     * Starts to listen, if the config says so.
     *
     * @param wake is run on the listener's thread when something may have changed
     */
    static Optional<WakeupListener> start(SourceSettings settings, Clock clock, RandomGenerator random, Runnable wake) {
        return settings.wakeupChannel().map(channel -> {
            Database database = Database.primaryOf(settings).orElseGet(() -> Database.of(settings));
            Backoff backoff = new Backoff(settings.retries().longestWait(), random);
            Retry retry = new Retry(backoff, settings.retries().deadline());
            WakeupListener listener = new WakeupListener(database, channel, retry, clock, wake);
            DaemonThreads.named("jdbc-source-wakeup").newThread(listener::run).start();
            return listener;
        });
    }

    private void run() {
        while (!isClosed()) {
            try {
                listen();
            } catch (SQLException e) {
                if (!isClosed()) {
                    awaitRetry(FailureText.of(database.classify(e), e));
                }
            } catch (RuntimeException e) {
                log.debug("Listening failed unexpectedly", e);
                awaitRetry(e.getClass().getSimpleName() + ".");
            }
        }
    }

    private void listen() throws SQLException {
        try (NotificationSession listening = database.listen(channel)) {
            session = listening;
            retry.succeeded();
            log.warn(
                    "Listening to channel {}. A pooler in transaction mode would pass no notification on: tables are then"
                            + " read each poll.interval.ms, so connect past it",
                    channel);
            // Nobody keeps what was told before.
            boolean told = true;
            while (!isClosed()) {
                if (told) {
                    wake.run();
                }
                told = listening.await(LONGEST_WAIT);
            }
        } finally {
            session = null;
        }
    }

    private void awaitRetry(String failure) {
        boolean unusedExhausted = retry.failed(clock.instant());
        log.warn(
                "Listening to channel {} failed: {} It is tried again at {}. Meanwhile tables are read each"
                        + " poll.interval.ms",
                channel,
                failure,
                retry.resumeAt());
        try {
            long millis = Duration.between(clock.instant(), retry.resumeAt()).toMillis();
            boolean unusedEnded = closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Returns at once; a thread that is still connecting ends when the driver returns. */
    @Override
    public void close() {
        closed.countDown();
        NotificationSession listening = session;
        if (listening != null) {
            listening.close();
        }
    }
}
