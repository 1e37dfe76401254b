// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.support.PluginVersion;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Reads its share of the connector's tables. */
public final class JdbcSourceTask extends SourceTask {

    private @Nullable RunningSource running;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    /** Parses and checks, but leaves connecting to the first poll, so that a database that is down is waited for. */
    @Override
    public void start(Map<String, String> given) {
        SourceValidation.check(given).throwIfAny();
        SourceSettings settings = SourceSettings.of(given);
        running = RunningSource.start(
                settings,
                Streams.of(settings, TaskTables.in(given), context.offsetStorageReader()),
                Clock.systemUTC(),
                RandomGenerator.getDefault());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        return running == null ? null : running.poll();
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
