// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.engine.Stream;
import io.reverseetl.connect.jdbc.engine.Watermark;
import io.reverseetl.connect.support.PluginVersion;
import io.reverseetl.connect.support.TaskMetrics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;

/** Reads its share of the connector's tables. */
public final class JdbcSourceTask extends SourceTask {

    /** Some pages of the usual size, so that a producer with large batches is kept busy. */
    private static final int MOST_UNDERWAY = 5_000;

    private @Nullable RunningSource running;
    private volatile @Nullable GoneRows gone;
    private volatile @Nullable Backlog backlog;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    /** Parses and checks, but leaves connecting to the first poll, so that a database that is down is waited for. */
    @Override
    public void start(Map<String, String> given) {
        SourceValidation.check(given).throwIfAny();
        SourceSettings settings = SourceSettings.of(given);
        Clock clock = Clock.systemUTC();
        Watermark watermark = new Watermark(settings.watermark(), Database.primaryOf(settings));
        String task = given.getOrDefault(TaskTables.NUMBER, "0");
        gone = settings.gone()
                .map(wanted -> new GoneRows(wanted, settings, task))
                .orElse(null);
        List<Stream> streams = new Streams(settings, watermark, Optional.ofNullable(gone), clock)
                .of(TaskTables.in(given, settings), context.offsetStorageReader());
        Backlog bounded = new Backlog(mostUnderway(given));
        backlog = bounded;
        running = RunningSource.start(
                settings,
                streams,
                watermark,
                new StreamMetrics(metrics(given), streams, watermark, clock),
                endOfPage(),
                bounded,
                clock,
                // Safe for the two threads that share it.
                new Random());
    }

    private TaskMetrics metrics(Map<String, String> given) {
        return TaskMetrics.of(
                () -> context.pluginMetrics(),
                new TaskMetrics.Owner(
                        StreamMetrics.TYPE,
                        given.getOrDefault("name", ""),
                        given.getOrDefault(TaskTables.NUMBER, "0")));
    }

    /**
     * Under {@code transaction.boundary=connector} each page ends its transaction: one that stayed open while there is
     * nothing to read, or while the connector is paused, would expire and fail the task.
     */
    private Consumer<SourceRecord> endOfPage() {
        TransactionContext transactions = context.transactionContext();
        return transactions == null ? record -> {} : transactions::commitTransaction;
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        return running == null ? null : running.poll();
    }

    /** Transactions that end at intervals tell of their records then: more of them must not wait for that. */
    private static int mostUnderway(Map<String, String> given) {
        return "interval".equalsIgnoreCase(given.get("transaction.boundary")) ? Integer.MAX_VALUE : MOST_UNDERWAY;
    }

    /** Called by the producer's thread, also while the task stops. Under exactly once, after the commit. */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata written) {
        Backlog waiting = backlog;
        if (waiting != null) {
            waiting.arrived();
        }
        GoneRows rows = gone;
        if (rows != null) {
            rows.arrived(record);
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
        if (gone != null) {
            gone.close();
            gone = null;
        }
    }
}
