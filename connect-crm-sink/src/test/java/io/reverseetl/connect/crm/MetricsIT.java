// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.config;
import static io.reverseetl.connect.crm.TaskBench.record;
import static io.reverseetl.connect.crm.TaskBench.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.crm.SimulatorSettings;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of a running task, as JMX beans. */
class MetricsIT {

    private static final String TASK = "io.reverseetl:type=crm-sink,connector=people-to-crm,task=0";

    private final TaskBench bench = new TaskBench();
    private Simulator crm = new Simulator(SimulatorSettings.defaults().withLimits(100, 10_000));

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void outcomes_are_counted_and_rejections_by_their_reason() throws JMException {
        // Given
        bench.start(config(crm.url()));

        // When
        bench.put(records(150))
                .put(record(0, 150, "not an address", Map.of("firstname", "Mallory")))
                .put(record(0, 151, "ada@example.org", null))
                .awaitCommittable(P0, 152);

        // Then
        assertThat(figure("", "written-total")).isEqualTo(150L);
        assertThat(figure("", "created-total")).isEqualTo(150L);
        assertThat(figure(",reason=VALIDATION", "rejected-total")).isEqualTo(1L);
        assertThat(figure(",reason=TOMBSTONE", "rejected-total")).isEqualTo(1L);
        assertThat(figure(",reason=TIMEOUT", "rejected-total")).isEqualTo(0L);
        assertThat((Long) figure("", "sent-records-total")).isGreaterThanOrEqualTo(151L);
        assertThat(figure(",part=engine", "in-flight-requests")).isEqualTo(0L);
        assertThat(figure(",part=engine", "oldest-unresolved-ms")).isEqualTo(0L);
        assertThat((Long) figure(",part=engine", "quota-left-today")).isBetween(8_000L, 9_000L);
        assertThat((Long) figure(",part=engine", "quota-per-day")).isBetween(8_900L, 9_000L);
        assertThat(figure(",part=engine", "running-jobs")).isEqualTo(0L);
        assertThat(figure(",part=engine", "breaker-state")).isEqualTo("CLOSED");
    }

    @Test
    void freshness_is_from_the_rows_change_to_its_acknowledgement() throws JMException {
        // Given
        bench.start(config(crm.url()));
        List<SinkRecord> records = records(3);
        changed(records.get(0), 100);
        changed(records.get(1), 7);
        assertThat(figure("", "freshness-ms")).isEqualTo(-1L);

        // When
        bench.put(records.get(0)).awaitCommittable(P0, 1);
        bench.put(records.subList(1, 3)).awaitCommittable(P0, 3);

        // Then: the last one's, and that of both that told
        assertThat((Long) figure("", "freshness-ms")).isBetween(7_000L, 27_000L);
        assertThat((Long) figure("", "freshness-ms-total")).isBetween(107_000L, 147_000L);
        assertThat(figure("", "timed-records-total")).isEqualTo(2L);
    }

    private static void changed(SinkRecord record, int secondsAgo) {
        record.headers()
                .addString(
                        "reverseetl.source.timestamp",
                        Instant.now().minusSeconds(secondsAgo).toString());
    }

    @Test
    void a_crm_that_is_down_shows_and_its_partitions_are_paused() {
        // Given
        Map<String, String> config = config(crm.url());
        config.put("breaker.failures", "3");
        config.put("breaker.open.ms", "1500");
        bench.start(config);
        crm.faults("[{\"kind\":\"status\",\"status\":503,\"times\":3}]");

        // When
        bench.put(records(1));

        // Then
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return "OPEN".equals(figure(",part=engine", "breaker-state")) && bench.context.paused.contains(P0);
        });
        bench.awaitCommittable(P0, 1);
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return "CLOSED".equals(figure(",part=engine", "breaker-state")) && bench.context.paused.isEmpty();
        });
    }

    @Test
    void a_task_that_has_stopped_leaves_no_figures() throws JMException {
        // Given
        bench.start(config(crm.url()));
        assertThat(beans()).isNotEmpty();

        // When
        bench.task.stop();

        // Then
        assertThat(beans()).isEmpty();
    }

    private static Set<ObjectName> beans() throws JMException {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(TASK + ",*"), null);
    }

    private static Object figure(String tags, String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(TASK + tags), name);
    }
}
