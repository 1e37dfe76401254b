// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.engine.BulkReader;
import io.reverseetl.connect.jdbc.engine.IncrementingReader;
import io.reverseetl.connect.jdbc.engine.RangeProgress;
import io.reverseetl.connect.jdbc.engine.RangeReader;
import io.reverseetl.connect.jdbc.engine.ReadSettings;
import io.reverseetl.connect.jdbc.engine.SliceReader;
import io.reverseetl.connect.jdbc.engine.SnapshotLayout;
import io.reverseetl.connect.jdbc.engine.SnapshotRequest;
import io.reverseetl.connect.jdbc.engine.Stream;
import io.reverseetl.connect.jdbc.engine.SyncReader;
import io.reverseetl.connect.jdbc.engine.TablePart;
import io.reverseetl.connect.jdbc.engine.TableReader;
import io.reverseetl.connect.jdbc.engine.Watermark;
import io.reverseetl.connect.support.Problems;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task reads: a stream for each of its tables, queries and parts of tables, each from where it was left. */
final class Streams {

    private static final Logger log = LoggerFactory.getLogger(Streams.class);

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

    private final SourceSettings settings;
    private final Watermark watermark;
    private final Optional<GoneRows> gone;
    private final Clock clock;

    /** @param gone finds rows that are gone, if that is wanted */
    Streams(SourceSettings settings, Watermark watermark, Optional<GoneRows> gone, Clock clock) {
        this.settings = settings;
        this.watermark = watermark;
        this.gone = gone;
        this.clock = clock;
    }

    List<Stream> of(SourcePlan plan, OffsetStorageReader offsets) {
        Map<Relation, TableOffsets> stored = TableOffsets.of(plan.relations(), offsets);
        return plan.parts().stream()
                .flatMap(part ->
                        remembered(
                                part, streams(part, plan, stored.getOrDefault(part.relation(), TableOffsets.NOTHING)))
                                .stream())
                .toList();
    }

    private List<Stream> remembered(TablePart part, List<Stream> streams) {
        return gone.map(rows -> rows.of(part, streams, this::cursor, watermark)).orElse(streams);
    }

    private List<Stream> streams(TablePart part, SourcePlan plan, TableOffsets stored) {
        Relation relation = part.relation();
        if (part.range().isPresent()) {
            return List.of(range(part, part.range().get(), plan.layout(relation), stored));
        }
        Stream changes = relation instanceof TableName table && part.slice().isPresent()
                ? slice(table, part.slice().get(), stored)
                : whole(relation, stored);
        boolean alone = part.slice().map(slice -> slice.of() == 1).orElse(true);
        if (!alone) {
            return List.of(changes);
        }
        List<Stream> streams = new ArrayList<>();
        streams.add(stored.openSync()
                .<Stream>map(asked -> new SyncReader(changes, relation, asked, this::cursor))
                .orElse(changes));
        if (relation instanceof TableName table) {
            // In the same thread as the changes, so that no older version follows a newer one.
            stored.openRequest().ifPresent(request -> streams.add(request(table, request)));
        }
        return streams;
    }

    private Stream whole(Relation relation, TableOffsets stored) {
        if (relation instanceof NamedQuery query && stored.position().isPresent()) {
            // The text itself may hold personal data, so that only whether it is the same can be told.
            log.info(
                    "{} (its text is {}) goes on behind its stored offset. If the text was edited, rows that it has passed"
                            + " are not read again: to read them, reset the offset",
                    query.title(),
                    Integer.toHexString(query.sql().hashCode()));
        }
        ReadSettings reading = settings.reading();
        return switch (settings.cursor(relation).mode()) {
            case TIMESTAMP, TIMESTAMP_INCREMENTING ->
                new TableReader(relation, stored.start().or(this::initial), reading, this::cursor, watermark);
            case INCREMENTING -> new IncrementingReader(relation, stored.position(), reading, this::cursor, watermark);
            case BULK -> new BulkReader(relation, run(stored), reading, this::cursor);
        };
    }

    /** The run that goes on. Whoever asks whether all has been read is answered by a run that begins at once. */
    private static Optional<Position> run(TableOffsets stored) {
        return stored.openSync().isPresent() ? Optional.empty() : stored.position();
    }

    /** Where a first read begins, if not at the first row. */
    private Optional<Position> initial() {
        return settings.initialTimestamp()
                .map(given -> given.isNegative() ? clock.instant() : Instant.EPOCH.plus(given))
                .map(time -> place(time, settings.reading().bounds().zone()));
    }

    /**
     * Before every row of that time or later. A column without a zone takes the local time, and ignores the offset; one
     * with a zone takes both.
     */
    private static Position place(Instant time, ZoneId zone) {
        return Position.before(TEXT.format(time.atZone(zone)));
    }

    private Stream slice(TableName table, Slice slice, TableOffsets stored) {
        Map<Integer, Position> sent = new HashMap<>(stored.buckets());
        sent.keySet().removeIf(bucket -> !slice.has(bucket));
        return new SliceReader(
                table,
                new Slice(slice.number(), slice.of(), sent),
                // Buckets are stored, and what they began with was reset by hand.
                stored.start().orElse(Position.before("-infinity")),
                settings.reading(),
                this::cursor,
                watermark);
    }

    private Stream request(TableName table, Map<String, Object> request) {
        return reader(
                RangeReader.Part.of(TablePart.request(table), SnapshotRequest.in(request)), RangeProgress.in(request));
    }

    private Stream range(TablePart part, int range, SnapshotLayout layout, TableOffsets stored) {
        return reader(RangeReader.Part.of(part, range, layout), stored.progress(range, layout));
    }

    private RangeReader reader(RangeReader.Part part, RangeProgress progress) {
        return new RangeReader(part, progress, settings.reading().rowsPerPage(), this::cursor);
    }

    private TableCursor cursor(TableDescription table) {
        Problems problems = new Problems();
        Optional<TableCursor> cursor = CursorRules.cursor(settings.cursor(table.relation()), table, problems);
        problems.throwIfAny();
        return cursor.orElseThrow();
    }
}
