// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.engine.StateKey;
import io.reverseetl.connect.crm.engine.StateStore;
import io.reverseetl.connect.crm.engine.StoredJob;
import io.reverseetl.connect.crm.engine.Ticker;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.OwnTopic;
import io.reverseetl.connect.kafka.TopicSetup;
import io.reverseetl.connect.kafka.TopicWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state in a compacted topic, with the part that belongs to the task's partitions in memory.
 *
 * <p>Threads: the task's opens and closes partitions; the loop's finds and stores; one thread loads and one writes, as
 * Kafka's clients may wait for the network in both. A table is filled by the loading thread, then published, and from
 * then on the loop's alone.
 */
public final class KafkaState implements StateStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaState.class);
    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOAD_AGAIN_AFTER = Duration.ofSeconds(1);

    private final Settings settings;
    private final String name;
    private final Ticker ticker;
    private final StateFormat format = new StateFormat();
    private final JobFormat jobFormat = new JobFormat();
    private final StateLoader loader;
    private final TopicWriter writer;
    private final Map<TopicPartition, StateTable> tables = new ConcurrentHashMap<>();
    /** Of partitions with jobs that are not over: these. They are not open until there are none. */
    private final Map<TopicPartition, List<StoredJob>> unfinished = new ConcurrentHashMap<>();
    /** Which opening of a partition is the latest: what was loaded for another one is of no use any more. */
    private final Map<TopicPartition, Object> openings = new ConcurrentHashMap<>();

    private final ExecutorService loading;

    /**
     * What the state needs of the config.
     *
     * @param replicationFactor of the topic, if it has to be created
     * @param skipUnchanged whether a version that says what is known already is passed over
     * @param replay whether records of any partition may come from any other, so that the state of all has to be known
     * @param readOnly whether nothing is stored, as nothing is written either
     * @param retryTimeout how long loading is tried again while the cluster does not answer
     */
    public record Settings(
            KafkaSettings kafka,
            OwnTopic topic,
            int replicationFactor,
            boolean skipUnchanged,
            boolean replay,
            boolean readOnly,
            Duration retryTimeout) {}

    /**
     * Starts without any partition.
     *
     * @param name what threads and clients are called: unique in the worker
     */
    public KafkaState(Settings settings, String name, Ticker ticker) {
        this.settings = settings;
        this.name = name;
        this.ticker = ticker;
        loader = new StateLoader(settings.kafka(), name + "-state", settings.topic());
        writer = new TopicWriter(settings.kafka(), name + "-state", settings.topic());
        loading = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name + "-state-loading");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts loading what is known of partitions; until {@link #isLoaded}, none of their records may be taken in. */
    public void open(Collection<TopicPartition> partitions) {
        List<TopicPartition> opened = List.copyOf(partitions);
        Object opening = new Object();
        opened.forEach(partition -> openings.put(partition, opening));
        long since = ticker.millis();
        loading.execute(() -> load(opened, opening, since));
    }

    private void load(List<TopicPartition> partitions, Object opening, long since) {
        try {
            ensureTopic(partitions);
            Map<TopicPartition, StateTable> loaded = settings.replay() ? loader.loadAll() : loader.load(partitions);
            LOG.info(
                    "Loaded the state of {} objects in {} partitions from {} in {} ms; it takes {} bytes",
                    loaded.values().stream().mapToLong(StateTable::size).sum(),
                    partitions.size(),
                    settings.topic().name(),
                    ticker.millis() - since,
                    loaded.values().stream().mapToLong(StateTable::bytes).sum());
            if (settings.replay()) {
                tables.putAll(loaded);
            }
            partitions.forEach(
                    partition -> publish(partition, loaded.getOrDefault(partition, new StateTable()), opening));
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaTrouble e) {
            loadAgain(partitions, opening, since, e);
        } catch (RuntimeException e) {
            loadAgain(partitions, opening, since, KafkaTrouble.of(settings.topic(), e));
        }
    }

    private void ensureTopic(List<TopicPartition> partitions) throws KafkaTrouble {
        try (TopicSetup setup = new TopicSetup(
                settings.kafka(),
                name + "-state-setup",
                settings.topic(),
                settings.replicationFactor(),
                QUESTION_TIMEOUT)) {
            if (settings.replay()) {
                setup.require();
            } else {
                setup.ensure(partitions);
            }
        }
    }

    private void loadAgain(List<TopicPartition> partitions, Object opening, long since, KafkaTrouble trouble) {
        if (trouble.isPassing()
                && ticker.millis() - since < settings.retryTimeout().toMillis()) {
            LOG.warn("The state cannot be loaded for now, and will be tried again: {}", trouble.message());
            CompletableFuture.delayedExecutor(LOAD_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS, loading)
                    .execute(() -> load(partitions, opening, since));
        } else {
            writer.fail(trouble);
        }
    }

    private void publish(TopicPartition partition, StateTable table, Object opening) {
        openings.computeIfPresent(partition, (same, latest) -> {
            if (latest == opening) {
                table.jobs()
                        .forEach(job -> LOG.info(
                                "{} waits for the CRM's job {}, which a task before this one has begun",
                                partition,
                                job.job().id()));
                unfinished.put(partition, table.jobs());
                tables.put(partition, table);
            }
            return latest;
        });
    }

    /** Whether records of the partition may be taken in: its state is known, and no job of an earlier task changes it. */
    public boolean isLoaded(TopicPartition partition) {
        return tables.containsKey(partition)
                && unfinished.getOrDefault(partition, List.of()).isEmpty();
    }

    /** Drops partitions: from now on somebody else may store their state. */
    public void close(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            openings.computeIfPresent(partition, (same, latest) -> {
                tables.remove(partition);
                unfinished.remove(partition);
                return null;
            });
        }
    }

    @Override
    public boolean skipsUnchanged() {
        return settings.skipUnchanged();
    }

    @Override
    public @Nullable Known find(StateKey key) {
        StateTable table = tables.get(key.partition());
        return table == null ? null : table.get(key.high(), key.low());
    }

    @Override
    public @Nullable StateKey holder(Fingerprint id) {
        for (Map.Entry<TopicPartition, StateTable> table : tables.entrySet()) {
            Fingerprint key = table.getValue().holder(id);
            if (key != null) {
                return new StateKey(table.getKey(), key.high(), key.low());
            }
        }
        return null;
    }

    @Override
    public void store(StateKey key, Known known, Runnable stored) {
        if (settings.readOnly()) {
            stored.run();
            return;
        }
        StateTable table = settings.replay()
                ? tables.computeIfAbsent(key.partition(), none -> new StateTable())
                : tables.get(key.partition());
        if (table != null) {
            table.put(key.high(), key.low(), known);
        }
        writer.write(key.partition().partition(), format.key(key), format.value(known), stored);
    }

    @Override
    public void begin(StoredJob job, Runnable stored) {
        TopicPartition partition = job.partition();
        if (settings.readOnly() || !tables.containsKey(partition)) {
            stored.run();
            return;
        }
        writer.write(partition.partition(), format.key(partition, job.job()), jobFormat.value(job), stored);
    }

    @Override
    public void end(TopicPartition partition, CrmJob job) {
        unfinished.computeIfPresent(
                partition,
                (same, jobs) ->
                        jobs.stream().filter(each -> !each.job().equals(job)).toList());
        if (!settings.readOnly()) {
            writer.write(
                    new ProducerRecord<>(
                            settings.topic().name(), partition.partition(), format.key(partition, job), null),
                    () -> {});
        }
    }

    @Override
    public List<StoredJob> unfinished() {
        return unfinished.values().stream().flatMap(List::stream).toList();
    }

    /** Why the task has to fail, if it has to. */
    public Optional<KafkaTrouble> trouble() {
        return writer.trouble();
    }

    /** Returns at once: what is not stored yet has not been committed either. */
    @Override
    public void close() {
        loading.shutdownNow();
        writer.close();
    }
}
