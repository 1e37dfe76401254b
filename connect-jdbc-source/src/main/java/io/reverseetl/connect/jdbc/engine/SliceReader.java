// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the changes of a slice of a table: begins with the bucket that is furthest behind, and leaves out what was sent of
 * the others. Offsets are kept for each bucket.
 */
public final class SliceReader implements Stream {

    private final TableName table;
    private final Slice slice;
    private final Position base;
    private final ReadSettings settings;
    private final CursorPlanner planner;
    private final Watermark watermark;
    private @Nullable TableReader reader;

    /**
     * Begins to read.
     *
     * @param slice with the positions of its buckets that have one
     * @param base where the others begin
     */
    public SliceReader(
            TableName table,
            Slice slice,
            Position base,
            ReadSettings settings,
            CursorPlanner planner,
            Watermark watermark) {
        this.table = table;
        this.slice = slice;
        this.base = base;
        this.settings = settings;
        this.planner = planner;
        this.watermark = watermark;
    }

    @Override
    public SourcePartition partition() {
        return SourcePartition.of(TablePart.slice(table, slice.number(), slice.of()));
    }

    @Override
    public String label() {
        return table.label() + ", slice " + (slice.number() + 1) + " of " + slice.of();
    }

    @Override
    public Instant due() {
        return reader == null ? Instant.MIN : reader.due();
    }

    @Override
    public void wake(Instant now) {
        if (reader != null) {
            reader.wake(now);
        }
    }

    @Override
    public Optional<Instant> readUpTo() {
        return Optional.ofNullable(reader).flatMap(TableReader::readUpTo);
    }

    @Override
    public boolean caughtUp() {
        return reader != null && reader.caughtUp();
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        if (reader == null) {
            reader = new TableReader(
                    table, Optional.of(start(session)), settings, planner, watermark, new SlicedPages(slice));
        }
        return reader.read(session, now)
                .map(page -> new Step.Page(
                        page.partition(),
                        page.cursor(),
                        page.rows(),
                        row -> new Step.Place(
                                SourcePartition.of(TablePart.bucket(table, bucket(page.cursor(), row))),
                                page.places().after(row).offset()),
                        page.mark()));
    }

    private Position start(Session session) throws SQLException {
        List<Position> places = new ArrayList<>(slice.sent().values());
        boolean anyFromBase = IntStream.range(0, Slice.BUCKETS)
                .anyMatch(bucket -> slice.has(bucket) && !slice.sent().containsKey(bucket));
        if (anyFromBase) {
            places.add(base);
        }
        TableCursor cursor = new LiveCursor(table, planner).get(session);
        for (Position place : places) {
            if (!place.fits(cursor)) {
                throw new ReadFailedException(
                        table.title() + ": the stored offsets of its buckets have the key columns "
                                + place.keyColumns() + ", but it is now read in the order of " + cursor.keyColumns()
                                + ". Restore the key, or stop the connector and reset its offsets.");
            }
        }
        return SlicedPages.parts(session).earliest(cursor, places);
    }

    private static int bucket(TableCursor cursor, Row row) {
        Map<String, String> key = new LinkedHashMap<>();
        for (Column column : cursor.recordKey()) {
            key.put(column.name(), row.position().key().get(column.name()));
        }
        return Slice.bucket(key);
    }
}
