// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.engine.ReadObserver;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import io.reverseetl.connect.jdbc.engine.Stream;
import io.reverseetl.connect.jdbc.engine.Watermark;
import io.reverseetl.connect.jdbc.engine.WatermarkStatus;
import io.reverseetl.connect.support.TaskMetrics;
import io.reverseetl.connect.support.TaskMetrics.Gauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Shows what a task's streams do, each by the tag of its source partition: {@code table=public.customers}. */
final class StreamMetrics implements ReadObserver, AutoCloseable {

    /** The type that the figures have in JMX. */
    static final String TYPE = "jdbc-source";

    private static final long UNKNOWN = -1;

    private final TaskMetrics metrics;
    private final Watermark watermark;
    private final Clock clock;
    private final Map<SourcePartition, Figures> figures = new HashMap<>();

    StreamMetrics(TaskMetrics metrics, List<Stream> streams, Watermark watermark, Clock clock) {
        this.metrics = metrics;
        this.watermark = watermark;
        this.clock = clock;
        for (Stream stream : streams) {
            Figures created = new Figures();
            figures.put(stream.partition(), created);
            List<Gauge> gauges = new ArrayList<>(created.gauges());
            gauges.addAll(gauges(watermark));
            stream.progress().ifPresent(known -> gauges.addAll(progress(stream, known)));
            metrics.publish(stream.partition().fields(), gauges);
        }
    }

    /** The rows are asked of the stream at each time, as it reads on. */
    private static List<Gauge> progress(Stream stream, Stream.Progress begun) {
        return List.of(
                new Gauge(
                        "snapshot-rows",
                        "Rows of the first read, range or request that have been read; of the latter before a restart too.",
                        () -> stream.progress().orElse(begun).rows()),
                new Gauge(
                        "snapshot-estimated-rows",
                        "How many rows there are to read, roughly; 0 if nobody knows.",
                        () -> stream.progress().orElse(begun).estimatedRows()));
    }

    private static List<Gauge> gauges(Watermark watermark) {
        return List.of(
                new Gauge(
                        "watermark-age-ms",
                        "How far the watermark lay behind the database's clock at the last look.",
                        () -> watermark
                                .status()
                                .map(status -> status.age().toMillis())
                                .orElse(0L)),
                new Gauge(
                        "watermark-holder",
                        "The transaction that held it there; empty if none did.",
                        () -> watermark
                                .status()
                                .flatMap(WatermarkStatus::holder)
                                .map(OpenTransaction::description)
                                .orElse("")));
    }

    @Override
    public void read(Stream stream, int rows, Duration took) {
        Figures of = of(stream);
        of.rows.addAndGet(rows);
        of.pages.addAndGet(rows > 0 ? 1 : 0);
        of.lastTurn.set(took.toMillis());
        of.turns.addAndGet(took.toMillis());
        watermark.status().ifPresent(seen -> of.see(seen, stream.readUpTo()));
    }

    @Override
    public void failed(Stream stream, String code, boolean retried) {
        Figures of = of(stream);
        of.lastError = code;
        of.retries.addAndGet(retried ? 1 : 0);
    }

    private Figures of(Stream stream) {
        return figures.computeIfAbsent(stream.partition(), unknown -> {
            throw new IllegalStateException("A stream appeared that the task did not start with: " + stream.label());
        });
    }

    @Override
    public void close() {
        metrics.close();
    }

    /** Written by the reader thread, read by any. */
    private final class Figures {

        private final AtomicLong rows = new AtomicLong();
        private final AtomicLong pages = new AtomicLong();
        private final AtomicLong lastTurn = new AtomicLong();
        private final AtomicLong turns = new AtomicLong();
        private final AtomicLong retries = new AtomicLong();
        private volatile String lastError = "";
        private volatile Optional<Instant> readUpTo = Optional.empty();
        private volatile Duration clockAhead = Duration.ZERO;
        private @Nullable WatermarkStatus seen;

        /** A status that was seen before says nothing new about the database's clock. */
        void see(WatermarkStatus status, Optional<Instant> upTo) {
            if (!status.equals(seen)) {
                seen = status;
                clockAhead = Duration.between(clock.instant(), status.clock());
            }
            readUpTo = upTo;
        }

        /** It goes on growing while nothing is read, whatever the reason. */
        private long lag() {
            Instant databaseClock = clock.instant().plus(clockAhead);
            return readUpTo.map(upTo -> Duration.between(upTo, databaseClock).toMillis())
                    .orElse(UNKNOWN);
        }

        List<Gauge> gauges() {
            return List.of(
                    new Gauge("rows-total", "Rows read since the task started.", rows::get),
                    new Gauge("pages-total", "Pages with rows read since the task started.", pages::get),
                    new Gauge("page-time-ms", "Time that the database took for the last page.", lastTurn::get),
                    new Gauge("page-time-ms-total", "Time that the database took for all pages.", turns::get),
                    new Gauge(
                            "lag-ms",
                            "Every row stamped longer ago than that, by the database's clock, has been read; -1 before"
                                    + " the first look is over.",
                            this::lag),
                    new Gauge("retries-total", "Failures that were tried again.", retries::get),
                    new Gauge("last-error", "SQLSTATE of the last failure; empty if none.", () -> lastError));
        }
    }
}
