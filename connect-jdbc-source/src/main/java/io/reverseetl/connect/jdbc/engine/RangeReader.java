// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.PageRequest.LowerKey;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a range of a table's keys once, a page at a time, and marks its end. */
public final class RangeReader implements Stream {

    private final Part part;
    private final PageSize pageSize;
    private final LiveCursor cursor;
    private final SnapshotProgress progress;

    private Optional<LowerKey> from;
    private boolean done;

    /**
     * What is read.
     *
     * @param label as it stands inside a message
     * @param identity the fields of each offset that say which range it is
     * @param through the last key of the range
     * @param before only rows stamped earlier, or not at all
     * @param estimatedRows 0 if nobody knows
     */
    public record Part(
            TablePart name,
            String label,
            Map<String, Object> identity,
            Optional<LowerKey> from,
            Optional<Map<String, String>> through,
            Optional<String> before,
            long estimatedRows) {

        /** A range of a table's first read. */
        public static Part of(TablePart name, int range, SnapshotLayout layout) {
            return new Part(
                    name,
                    name.relation().label() + ", range " + range + " of " + layout.ranges(),
                    layout.fields(),
                    layout.from(range),
                    layout.through(range),
                    Optional.of(layout.before()),
                    layout.estimatedRows() / layout.ranges());
        }

        /** Rows that were asked for. */
        public static Part of(TablePart name, SnapshotRequest request) {
            return new Part(
                    name,
                    name.relation().label() + ", request " + request.id(),
                    request.fields(),
                    request.from().map(key -> new LowerKey(key, true)),
                    request.to(),
                    Optional.empty(),
                    0);
        }
    }

    public RangeReader(Part part, RangeProgress progress, int rowsPerPage, CursorPlanner planner) {
        this.part = part;
        this.pageSize = new PageSize(rowsPerPage);
        this.cursor = new LiveCursor(part.name().relation(), planner);
        this.from = progress.key().map(key -> new LowerKey(key, false)).or(part::from);
        this.done = progress.done();
        this.progress = new SnapshotProgress(part.label(), new Progress(progress.rows(), part.estimatedRows()));
    }

    @Override
    public SourcePartition partition() {
        return SourcePartition.of(part.name());
    }

    @Override
    public String label() {
        return part.label();
    }

    @Override
    public Instant due() {
        return done ? NEVER : Instant.MIN;
    }

    @Override
    public Optional<Progress> progress() {
        return Optional.of(progress.reached());
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        boolean unused = cursor.hasChanged(session);
        List<Row> page = cursor.ask(session, ready -> session.page(request(ready)));
        long before = progress.reached().rows();
        progress.read(page.size(), now);
        done = page.size() < pageSize.rows();
        pageSize.learn(page);
        if (!page.isEmpty()) {
            from = Optional.of(new LowerKey(page.get(page.size() - 1).position().key(), false));
        }
        if (done) {
            progress.end();
        }
        return Optional.of(new Step.Page(
                partition(),
                cursor.get(session),
                page,
                row -> new Step.Place(
                        partition(),
                        RangeProgress.at(part.identity(), before, row.position().key())),
                done
                        ? Optional.of(RangeProgress.done(
                                part.identity(), progress.reached().rows()))
                        : Optional.empty()));
    }

    private PageRequest request(TableCursor ready) {
        checkKeys(from.map(LowerKey::key), ready);
        checkKeys(part.through(), ready);
        return new PageRequest(ready, new PageRequest.KeyRange(from, part.through(), part.before()), pageSize.rows());
    }

    private void checkKeys(Optional<Map<String, String>> key, TableCursor ready) {
        List<String> columns = key.map(given -> new Position(Optional.empty(), given).keyColumns())
                .orElse(ready.keyColumns());
        if (!columns.equals(ready.keyColumns())) {
            throw new ReadFailedException("Reading " + label() + ": its stored offset has the key columns " + columns
                    + ", but the table now has " + ready.keyColumns()
                    + ". Restore the key, or stop the connector and reset the offset of partition " + part.name()
                    + " with null.");
        }
    }
}
