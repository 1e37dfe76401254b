// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.reverseetl.connect.jdbc.JdbcSourceConnector;
import io.reverseetl.connect.jdbc.JdbcSourceTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;

/** Drives the connector and its tasks as Connect does, in the thread of the test, and keeps their offsets. */
public final class RunningConnector implements AutoCloseable {

    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private final Map<String, String> config;
    private final int maxTasks;
    private final Map<Map<String, ?>, Map<String, ?>> offsets;
    private final List<JdbcSourceTask> tasks = new ArrayList<>();

    private RunningConnector(Map<String, String> config, int maxTasks, Map<Map<String, ?>, Map<String, ?>> offsets) {
        this.config = config;
        this.maxTasks = maxTasks;
        this.offsets = offsets;
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.start(config);
        for (Map<String, String> taskConfig : connector.taskConfigs(maxTasks)) {
            JdbcSourceTask task = new JdbcSourceTask();
            task.initialize(new TaskContext(taskConfig, offsets));
            task.start(taskConfig);
            tasks.add(task);
        }
        connector.stop();
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

    /** Goes on from the offset of one record. */
    public static RunningConnector resumed(Map<String, String> config, SourceRecord after) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(after.sourcePartition(), after.sourceOffset());
        return new RunningConnector(config, 1, offsets);
    }

    /** What the tasks return from one poll each, in order; their offsets count as committed. */
    public List<SourceRecord> poll() {
        List<SourceRecord> records = new ArrayList<>();
        try {
            for (JdbcSourceTask task : tasks) {
                List<SourceRecord> polled = task.poll();
                if (polled != null) {
                    records.addAll(polled);
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

    public int taskCount() {
        return tasks.size();
    }

    @Override
    public void close() {
        tasks.forEach(JdbcSourceTask::stop);
        tasks.clear();
    }
}
