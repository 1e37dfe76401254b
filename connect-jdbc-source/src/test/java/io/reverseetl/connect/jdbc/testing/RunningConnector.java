// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.reverseetl.connect.jdbc.JdbcSourceConnector;
import io.reverseetl.connect.jdbc.JdbcSourceTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.awaitility.Awaitility;

/** Drives the connector and its tasks as Connect does, in the thread of the test, and keeps their offsets. */
public final class RunningConnector implements AutoCloseable {

    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private final Map<String, String> config;
    private final int maxTasks;
    private final Map<Map<String, ?>, Map<String, ?>> offsets;
    private final List<JdbcSourceTask> tasks = new ArrayList<>();
    private final Metrics metrics = new Metrics();
    private final List<SourceRecord> endsOfTransactions = new ArrayList<>();

    private RunningConnector(Map<String, String> config, int maxTasks, Map<Map<String, ?>, Map<String, ?>> offsets) {
        this.config = config;
        this.maxTasks = maxTasks;
        this.offsets = offsets;
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.initialize(new RecordedContext(offsets));
        try {
            connector.start(config);
            for (Map<String, String> taskConfig : connector.taskConfigs(maxTasks)) {
                tasks.add(task(taskConfig, offsets, metrics, new EndsOfTransactions(endsOfTransactions)));
            }
        } finally {
            // A config that is refused must not leave a thread that asks the database through all the tests behind it.
            connector.stop();
        }
    }

    public static RunningConnector start(Map<String, String> config) {
        return start(config, 1);
    }

    public static RunningConnector start(Map<String, String> config, int maxTasks) {
        return new RunningConnector(config, maxTasks, new HashMap<>());
    }

    /** Goes on from the offsets of the records that were taken, as after a crash right behind the last of them. */
    public RunningConnector restarted() {
        close();
        return new RunningConnector(config, maxTasks, offsets);
    }

    /** The same, with another config and another number of tasks. */
    public RunningConnector restarted(Map<String, String> changed, int tasks) {
        close();
        return new RunningConnector(changed, tasks, offsets);
    }

    /** What would be stored now. */
    public Map<Map<String, ?>, Map<String, ?>> offsets() {
        return new HashMap<>(offsets);
    }

    /** Goes on after a crash, from what was stored some time before, with another config and another number of tasks. */
    public RunningConnector crashed(
            Map<Map<String, ?>, Map<String, ?>> stored, Map<String, String> changed, int tasks) {
        close();
        return new RunningConnector(changed, tasks, new HashMap<>(stored));
    }

    /** Goes on after a crash before the offsets of some partitions were stored. */
    public RunningConnector restartedWithout(Predicate<Map<String, ?>> lost, Map<String, String> changed) {
        close();
        offsets.keySet().removeIf(lost);
        return new RunningConnector(changed, maxTasks, offsets);
    }

    /** Goes on from the offset of one record. */
    public static RunningConnector resumed(Map<String, String> config, SourceRecord after) {
        return resumed(config, Map.of(after.sourcePartition(), after.sourceOffset()));
    }

    /** Goes on from offsets, which stay as they are. */
    public static RunningConnector resumed(Map<String, String> config, Map<Map<String, ?>, Map<String, ?>> offsets) {
        return new RunningConnector(config, 1, new HashMap<>(offsets));
    }

    /** A task alone, that starts without offsets. */
    public static JdbcSourceTask task(Map<String, String> taskConfig) {
        return task(taskConfig, new HashMap<>());
    }

    /** A task alone, that goes on from offsets. */
    public static JdbcSourceTask task(Map<String, String> taskConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        return task(taskConfig, offsets, new Metrics(), null);
    }

    private static JdbcSourceTask task(
            Map<String, String> taskConfig,
            Map<Map<String, ?>, Map<String, ?>> offsets,
            Metrics metrics,
            TransactionContext transactions) {
        JdbcSourceTask task = new JdbcSourceTask();
        task.initialize(new TaskContext(taskConfig, offsets, metrics, transactions));
        task.start(taskConfig);
        return task;
    }

    /** What the tasks return from one poll each, in order; their offsets count as committed. */
    public List<SourceRecord> poll() {
        List<SourceRecord> records = new ArrayList<>();
        try {
            for (JdbcSourceTask task : tasks) {
                List<SourceRecord> polled = task.poll();
                if (polled != null) {
                    records.addAll(polled);
                    for (SourceRecord record : polled) {
                        task.commitRecord(record, null);
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        records.forEach(record -> offsets.put(record.sourcePartition(), record.sourceOffset()));
        return records;
    }

    /** Polls until there are that many records or more. */
    public List<SourceRecord> take(int atLeast) {
        List<SourceRecord> records = new ArrayList<>();
        Awaitility.await("for " + atLeast + " records")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(GENEROUS)
                .until(() -> {
                    records.addAll(poll());
                    return records.size() >= atLeast;
                });
        return records;
    }

    /** Polls until a record has that value in that field. */
    public List<SourceRecord> takeThrough(String field, Object value) {
        List<SourceRecord> records = new ArrayList<>();
        Awaitility.await("for " + field + " = " + value)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(GENEROUS)
                .until(() -> {
                    records.addAll(poll());
                    return Records.values(records, field).contains(value);
                });
        return records;
    }

    /** Whether the task asked to end the transaction with this record. */
    public boolean endsTransaction(SourceRecord record) {
        return endsOfTransactions.contains(record);
    }

    /** A figure that the tasks show, by its name, of one table. */
    public Object metric(String name, String table) {
        return metrics.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name)
                        && metric.getKey().tags().equals(Map.of("table", table)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no metric " + name + " of " + table))
                .getValue()
                .metricValue();
    }

    /** The names of everything that the tasks show. */
    public Set<String> metrics() {
        return metrics.metrics().keySet().stream()
                .filter(metric -> metric.group().equals("plugins"))
                .map(MetricName::name)
                .collect(Collectors.toSet());
    }

    /** Polls until what was taken is enough. */
    public List<SourceRecord> takeUntil(Predicate<List<SourceRecord>> enough) {
        List<SourceRecord> records = new ArrayList<>();
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(GENEROUS)
                .until(() -> {
                    records.addAll(poll());
                    return enough.test(records);
                });
        return records;
    }

    public int taskCount() {
        return tasks.size();
    }

    @Override
    public void close() {
        tasks.forEach(JdbcSourceTask::stop);
        tasks.clear();
    }

    private record EndsOfTransactions(List<SourceRecord> records) implements TransactionContext {

        @Override
        public void commitTransaction(SourceRecord record) {
            records.add(record);
        }

        @Override
        public void commitTransaction() {
            throw new AssertionError("A transaction must end with a record: the next poll may bring none for long");
        }

        @Override
        public void abortTransaction() {
            throw new AssertionError("Nothing is ever taken back");
        }

        @Override
        public void abortTransaction(SourceRecord record) {
            throw new AssertionError("Nothing is ever taken back");
        }
    }
}
