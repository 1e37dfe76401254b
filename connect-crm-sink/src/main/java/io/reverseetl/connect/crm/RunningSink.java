// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.deadletters.ConsumedLetters;
import io.reverseetl.connect.crm.deadletters.DeadLetters;
import io.reverseetl.connect.crm.deadletters.TransformedLetters;
import io.reverseetl.connect.crm.engine.Backoff;
import io.reverseetl.connect.crm.engine.EventLoop;
import io.reverseetl.connect.crm.engine.Gauges;
import io.reverseetl.connect.crm.engine.Intake;
import io.reverseetl.connect.crm.engine.Outcomes;
import io.reverseetl.connect.crm.engine.StateStore;
import io.reverseetl.connect.crm.engine.Status;
import io.reverseetl.connect.crm.engine.Ticker;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.record.Marks;
import io.reverseetl.connect.crm.results.ResultsTopic;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.state.KafkaState;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.support.Problems;
import io.reverseetl.connect.support.TaskMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives between a task's start and stop. All its methods belong to the task's thread, and none of them waits for
 * the CRM, but for {@link #close(Collection)}, which does so for a bounded time.
 */
final class RunningSink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSink.class);

    /** How soon the task wants to be called again while records have no outcome: reports and pauses wait for that. */
    private static final long TICK_MILLIS = 100;

    /** The same while partitions are paused: a fast CRM has done with half a buffer in little more than a tick. */
    private static final long PAUSED_TICK_MILLIS = 20;

    /**
     * The same while nothing is held, for a sink with state: a partition that is assigned while Connect waits for records
     * is paused until its state is loaded, and nothing but the end of that wait resumes it.
     */
    private static final long ASSIGNMENT_TICK_MILLIS = 1_000;

    private final SinkTaskContext context;
    private final Duration closeTimeout;
    private final HttpTransport transport;
    private final WrittenObjects objects;
    private final Reports reports;
    private final SinkMetrics metrics;
    private final Optional<KafkaState> state;
    private final Optional<ResultsTopic> results;
    private final Optional<TransformedLetters> letters;
    private final EventLoop loop;
    private final Set<TopicPartition> owned = new HashSet<>();
    private long handovers;
    private final Set<TopicPartition> paused = new HashSet<>();

    private RunningSink(SinkSettings settings, SinkTaskContext context, HttpTransport transport, TaskMetrics metrics) {
        this.context = context;
        this.transport = transport;
        closeTimeout = settings.closeTimeout();
        Marks marks = settings.state().isPresent() ? Marks.of(settings.seed(), settings.isReplay()) : Marks.NONE;
        objects = new WrittenObjects(settings.objects(), marks, object -> {
            CrmAdapter adapter = settings.provider().create(object.crm(), transport, Clock.systemUTC());
            return settings.dryRun() ? new DryRun(adapter) : adapter;
        });
        String name = "crm-sink-" + Thread.currentThread().getName();
        letters = settings.deadLetters().map(found -> new TransformedLetters(found, name));
        reports = new Reports(letters.<DeadLetters>map(Function.identity())
                .orElseGet(() -> new ConsumedLetters(
                        context.errantRecordReporter(), settings.errors().tolerateAll())));
        Ticker ticker = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        Summary summary = new Summary(settings.objectNames(), ticker, reports::add);
        AtomicReference<EventLoop> started = new AtomicReference<>();
        this.metrics = new SinkMetrics(metrics, summary, () -> gauges(started.get()), Clock.systemUTC());
        state = settings.state().map(found -> new KafkaState(found, name, ticker));
        results = settings.results().map(found -> new ResultsTopic(found, name));
        Outcomes outcomes = results.<Outcomes>map(
                        found -> new ResultOutcomes(this.metrics, found, ticker, Clock.systemUTC()))
                .orElse(this.metrics);
        loop = new EventLoop(
                name,
                settings.engine(),
                objects,
                state.map(StateStore.class::cast).orElse(StateStore.NONE),
                outcomes,
                ticker,
                new Backoff(settings.retries().backoff(), settings.retries().longestBackoff(), new SplittableRandom()),
                new Quota(settings.quota(), ticker::millis),
                new Breaker(settings.breaker().failures(), settings.breaker().open(), ticker::millis),
                settings.ownership().toMillis(),
                summary::logWhenDue);
        started.set(loop);
    }

    /** Figures may be asked for as soon as they are published. */
    private static Gauges gauges(@Nullable EventLoop loop) {
        return loop == null ? Gauges.IDLE : loop.status().gauges();
    }

    /** Checks the config as validation does, in the same words, and starts. */
    static RunningSink start(Map<String, String> config, SinkTaskContext context, TaskMetrics metrics) {
        SinkConfig.Reading reading = SinkConfig.read(config);
        reading.problems().throwIfAny();
        SinkSettings settings = reading.settings().orElseThrow();
        checkLive(settings);
        if (settings.errors().reasonLost()) {
            LOG.warn("Records in the dead letter queue will not say why they are there:"
                    + " set errors.deadletterqueue.context.headers.enable=true");
        }
        settings.objects().stream()
                .flatMap(object -> object.costOfIds().stream())
                .forEach(LOG::warn);
        HttpTransport transport = new HttpTransport(settings.authorization(), settings.http());
        try {
            RunningSink running = new RunningSink(settings, context, transport, metrics);
            running.askForTick();
            return running;
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /**
     * An outage is no reason not to start, as it is retried like any other; what will not pass is one. Somebody else who
     * answers in the CRM's place, as a proxy does that is about to go down, is an outage, too, at the address that
     * validation has found right.
     */
    private static void checkLive(SinkSettings settings) {
        if (settings.validateLive()) {
            CompletableFuture<List<KafkaTrouble>> topics = TopicCheck.ask(settings);
            LiveCheck.Result result = LiveCheck.ask(settings);
            Problems problems = new Problems();
            List<String> outages = new ArrayList<>(result.unreachable().stream().toList());
            for (Finding finding : result.findings()) {
                if (finding.key().equals(CommonKeys.URL)) {
                    outages.add(finding.message());
                } else {
                    problems.add(finding.key(), finding.message());
                }
            }
            topics.join().stream()
                    .filter(trouble -> !trouble.isPassing())
                    .forEach(trouble -> problems.add(trouble.key(), trouble.message()));
            problems.throwIfAny();
            outages.forEach(why -> LOG.warn(
                    "The CRM at {} cannot be reached for now ({}); records will be retried", settings.url(), why));
        }
    }

    void open(Collection<TopicPartition> partitions) {
        owned.addAll(partitions);
        state.ifPresent(found -> found.open(partitions));
        // Connect remembers what was paused before a rebalance, and has just paused it again: that may be long over.
        paused.removeAll(partitions);
        context.resume(partitions.toArray(TopicPartition[]::new));
        pauseOrResume();
        askForTick();
    }

    void put(Collection<SinkRecord> records) {
        throwFailure();
        loop.attend();
        if (!records.isEmpty()) {
            List<Intake> intake = records.stream().map(objects::read).toList();
            handovers++;
            loop.accept(intake);
        }
        reports.report();
        reports.takeDone().forEach(loop::reported);
        pauseOrResume();
        askForTick();
    }

    private void throwFailure() {
        loop.status().failure().ifPresent(failure -> {
            throw new ConnectException(failure.message(), failure.cause());
        });
        results.flatMap(ResultsTopic::trouble).ifPresent(trouble -> {
            throw new ConnectException("Results cannot be told. " + trouble.key() + ": " + trouble.message(), trouble);
        });
        letters.flatMap(TransformedLetters::trouble).ifPresent(trouble -> {
            throw new ConnectException(
                    "Rejected records cannot be put aside. " + trouble.key() + ": " + trouble.message(), trouble);
        });
        state.flatMap(KafkaState::trouble).ifPresent(trouble -> {
            throw new ConnectException(
                    "The sink's state cannot be kept. " + trouble.key() + ": " + trouble.message(), trouble);
        });
    }

    /**
     * A timeout holds for one poll, which a wakeup may end before anything is put: without a new one nothing would
     * call the task until the next commit.
     */
    private void askForTick() {
        Status status = loop.status();
        if (!paused.isEmpty()) {
            context.timeout(PAUSED_TICK_MILLIS);
        } else if (status.handovers() < handovers || status.unresolved() > 0) {
            context.timeout(TICK_MILLIS);
        } else if (state.isPresent()) {
            context.timeout(ASSIGNMENT_TICK_MILLIS);
        }
    }

    /** Nothing is wanted while too much waits, nor of a partition before its state is known. */
    private void pauseOrResume() {
        boolean full = loop.status().full();
        for (TopicPartition partition : owned) {
            boolean wanted =
                    !full && state.map(found -> found.isLoaded(partition)).orElse(true);
            if (wanted && paused.remove(partition)) {
                context.resume(partition);
            } else if (!wanted && paused.add(partition)) {
                context.pause(partition);
            }
        }
    }

    /**
     * The offsets that are safe.
     *
     * @param delivered up to where Connect has read, including what transforms have dropped
     */
    Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> delivered) {
        loop.attend();
        // No reports from here: Connect has awaited those it knew of, and would commit without these.
        reports.takeDone().forEach(loop::reported);
        pauseOrResume();
        askForTick();
        Status status = loop.status();
        boolean caughtUp = status.handovers() == handovers;
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        delivered.forEach((partition, upTo) -> {
            Long known = status.safeOffsets().get(partition);
            if (!owned.contains(partition)) {
                // What became of its records is for its next owner to say.
                return;
            }
            if (caughtUp && !status.unsettled().contains(partition)) {
                // Everything from here has its outcome, so what was dropped before it came here is done with too.
                safe.put(partition, upTo);
            } else if (known != null) {
                safe.put(partition, new OffsetAndMetadata(Math.min(known, upTo.offset())));
            }
        });
        // Asked after the engine: what it has closed by then had its result added before.
        results.ifPresent(found -> safe.replaceAll((partition, offset) -> {
            long told = found.capped(partition, offset.offset());
            return told == offset.offset() ? offset : new OffsetAndMetadata(told);
        }));
        return safe;
    }

    /** Waits a while for the partitions' requests, so that their next owner does not overtake them. */
    void close(Collection<TopicPartition> partitions) {
        owned.removeAll(Set.copyOf(partitions));
        paused.removeAll(Set.copyOf(partitions));
        try {
            loop.forget(partitions).get(closeTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "Requests with records of {} have no answer after close.timeout.ms={}: the partitions' next owner"
                            + " may overtake them",
                    partitions,
                    closeTimeout.toMillis());
        } catch (ExecutionException e) {
            throw new ConnectException("The sink could not give up its partitions", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        state.ifPresent(found -> found.close(partitions));
        results.ifPresent(found -> found.close(partitions));
    }

    @Override
    public void close() {
        loop.close();
        state.ifPresent(KafkaState::close);
        results.ifPresent(ResultsTopic::close);
        letters.ifPresent(TransformedLetters::close);
        transport.close();
        metrics.close();
    }
}
