// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmSender;
import io.reverseetl.connect.crm.spi.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that an {@link Engine} belongs to. Others post what has happened; what they may know is the {@link
 * Status} that the loop publishes after each step.
 *
 * <p>Threads: the task's calls what is public;
 * the HTTP client's complete what the adapter returned; everything else happens on the loop's own. The queue is what
 * they share, and there are no locks.
 */
public final class EventLoop implements AutoCloseable {

    private static final long LONGEST_WAIT_MILLIS = 1_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final CrmSender crm;
    private final Ticker ticker;
    private final Runnable everyStep;
    private final long unattendedMillis;
    private final Engine engine;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final List<Farewell> farewells = new ArrayList<>();
    private final Thread thread;
    private volatile Status status = Status.INITIAL;
    private volatile long lastAttended;

    /**
     * Starts the loop.
     *
     * @param unattendedMillis without a sign of life from the task for so long, nothing is sent: the partitions may
     *     have another owner by now, and what that one writes must not be overwritten
     * @param everyStep called on the loop's thread after each step, at least about once a second
     */
    public EventLoop(
            String threadName,
            EngineSettings settings,
            CrmSender crm,
            StateStore state,
            Outcomes outcomes,
            Ticker ticker,
            Backoff backoff,
            Quota quota,
            Breaker breaker,
            long unattendedMillis,
            Runnable everyStep) {
        this.crm = crm;
        this.ticker = ticker;
        this.everyStep = everyStep;
        this.unattendedMillis = unattendedMillis;
        lastAttended = ticker.millis();
        engine = new Engine(
                settings, new Wire(), state.answeringOn(events::add), outcomes, ticker, backoff, quota, breaker);
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands records over, in the order in which they were consumed. */
    public void accept(List<? extends Intake> records) {
        events.add(() -> engine.accept(records));
    }

    /** Says that a rejected record has been reported. */
    public void reported(Slot slot) {
        events.add(() -> engine.reported(slot));
    }

    /**
     * Drops partitions. What has not been sent will not be.
     *
     * @return completes once no request with their records is on its way any more
     */
    public CompletableFuture<Void> forget(Collection<TopicPartition> partitions) {
        Farewell farewell = new Farewell(List.copyOf(partitions), new CompletableFuture<>());
        events.add(() -> {
            engine.forget(farewell.partitions);
            farewells.add(farewell);
        });
        return farewell.done;
    }

    /** A sign of life from the task: it still owns its partitions. */
    public void attend() {
        lastAttended = ticker.millis();
    }

    private boolean isAttended() {
        return ticker.millis() - lastAttended < unattendedMillis;
    }

    public Status status() {
        return status;
    }

    private final class Wire implements CrmPort {

        @Override
        public void send(Batch batch) {
            CrmBatch request = batch.request();
            batch.job()
                    .map(job -> crm.ask(job, request.writes()))
                    .orElseGet(() -> crm.send(request))
                    .whenComplete((answer, error) ->
                            events.add(() -> completed(answer, error, found -> engine.completed(batch, found))));
        }

        @Override
        public void ask(EarlierJob job) {
            crm.ask(job.job(), List.of())
                    .whenComplete((answer, error) ->
                            events.add(() -> completed(answer, error, found -> engine.completed(job, found))));
        }

        @Override
        public Optional<Backlog> backlog(String object, Operation operation) {
            return crm.backlog(object, operation);
        }

        @Override
        public int calls(Batch batch) {
            return batch.job().isPresent() ? 1 : crm.calls(batch.request());
        }
    }

    private void completed(@Nullable CrmAnswer answer, @Nullable Throwable error, Consumer<CrmAnswer> next) {
        if (answer != null) {
            next.accept(answer);
        } else {
            engine.fail(
                    "The CRM adapter could not handle an answer: this is an error in the plugin, please report it.",
                    unwrap(error));
        }
    }

    private static @Nullable Throwable unwrap(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step(events.poll(waitMillis(), TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            engine.fail("The sink's event loop broke: this is an error in the plugin, please report it.", e);
            status = engine.status();
        }
    }

    private long waitMillis() {
        if (!isAttended()) {
            return LONGEST_WAIT_MILLIS;
        }
        long next = engine.nextTickAt();
        // Compared before it is subtracted: "now or never" are the ends of the range of long.
        return next <= ticker.millis() ? 0 : Math.min(LONGEST_WAIT_MILLIS, next - ticker.millis());
    }

    private void step(@Nullable Runnable first) {
        for (Runnable event = first; event != null; event = events.poll()) {
            event.run();
        }
        if (isAttended()) {
            engine.tick();
        }
        status = engine.status();
        // After the status is published: who waits for a farewell sees a status without its partitions.
        farewells.removeIf(farewell -> !engine.isOnTheWire(farewell.partitions) && farewell.done.complete(null));
        everyStep.run();
    }

    /** Ends the thread; what is not resolved stays so. Returns within a second. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Farewell(List<TopicPartition> partitions, CompletableFuture<Void> done) {}
}
