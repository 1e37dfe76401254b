// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import io.reverseetl.connect.support.GivenConfig;
import io.reverseetl.connect.support.PluginVersion;
import io.reverseetl.connect.support.Problems;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rows that are new or changed from the tables of a database, and shares the tables out among tasks. */
public final class JdbcSourceConnector extends SourceConnector {

    private static final Logger log = LoggerFactory.getLogger(JdbcSourceConnector.class);

    private final Clock clock = Clock.systemUTC();
    private Map<String, String> config = Map.of();
    private @Nullable PartPlanner planner;
    private @Nullable TableMonitor monitor;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public ConfigDef config() {
        return SourceSettings.definition();
    }

    @Override
    public Config validate(Map<String, String> connectorConfig) {
        Map<String, String> given = GivenConfig.withoutNulls(connectorConfig);
        // A validation result has no place for what is neither an error nor a value.
        ForeignKeys.notes(given).forEach(log::info);
        List<ConfigValue> values = config().validate(given);
        Problems problems = SourceValidation.check(given);
        if (problems.isEmpty()) {
            SourceSettings settings = SourceSettings.of(given);
            if (settings.validateLive()) {
                LiveValidation.Result live = LiveValidation.check(settings, clock);
                live.recommendations().addTo(values);
                problems = live.problems();
            }
        }
        // Problems of single values are among them already, so that each message stands once.
        values.forEach(value -> value.errorMessages().clear());
        problems.addTo(values);
        return new Config(values);
    }

    @Override
    public void start(Map<String, String> connectorConfig) {
        Map<String, String> given = GivenConfig.withoutNulls(connectorConfig);
        SourceValidation.check(given).throwIfAny();
        config = given;
        SourceSettings settings = SourceSettings.of(given);
        planner = new PartPlanner(settings, context().offsetStorageReader(), clock);
        monitor = TableMonitor.start(settings, planner, context(), clock, RandomGenerator.getDefault());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return JdbcSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<SourcePlan> shares = monitor == null ? List.of() : TaskTables.share(monitor.plan(), maxTasks);
        return IntStream.range(0, shares.size())
                .mapToObj(task -> taskConfig(task, shares.get(task)))
                .toList();
    }

    private Map<String, String> taskConfig(int task, SourcePlan share) {
        Map<String, String> taskConfig = new HashMap<>(config);
        taskConfig.put(TaskTables.NUMBER, String.valueOf(task));
        taskConfig.putAll(TaskTables.write(share));
        return taskConfig;
    }

    @Override
    public void stop() {
        if (monitor != null) {
            monitor.close();
            monitor = null;
        }
        if (planner != null) {
            planner.close();
            planner = null;
        }
    }

    /**
     * A record's position is stored in the same transaction as the record, and reading goes on right behind it; unless
     * rows are read twice, which a restart would show, or everything is read again and again.
     */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        Map<String, String> given = GivenConfig.withoutNulls(connectorConfig);
        // What is wrong with a config otherwise is said by its validation.
        boolean repeats = SourceValidation.check(given).isEmpty() && repeats(SourceSettings.of(given));
        return repeats ? ExactlyOnceSupport.UNSUPPORTED : ExactlyOnceSupport.SUPPORTED;
    }

    private static boolean repeats(SourceSettings settings) {
        return settings.usesBulk() || !settings.reading().bounds().readsOnce();
    }

    /** A page is a transaction, under {@code transaction.boundary=connector}. */
    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> given) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    /** Lets a user set where tables are read from, or reset that with null. May be called before {@link #start}. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<String, String> given = GivenConfig.withoutNulls(connectorConfig);
        Map<SourcePartition, List<Position>> positions = StoredOffsets.parse(offsets);
        if (!positions.isEmpty()) {
            SourceValidation.check(given).throwIfAny();
            SourceSettings settings = SourceSettings.of(given);
            if (settings.validateLive()) {
                LiveValidation.Result live = LiveValidation.check(settings, clock);
                live.problems().throwIfAny();
                StoredOffsets.check(positions, live, LiveValidation.database(settings));
            }
        }
        return true;
    }
}
