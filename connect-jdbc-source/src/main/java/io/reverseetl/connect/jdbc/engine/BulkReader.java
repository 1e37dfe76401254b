// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole of a table or query again and again, each run in pages in the order of the key.
 *
 * <pre>
 *   wait for the poll interval, counted from the start of the last run ──▶ page ──▶ page ──▶ short page ──▶ wait
 * </pre>
 *
 * <p>A run has the time of its start for a name, which is part of every position, so that one that was interrupted goes
 * on where it stopped, and one that was complete is not begun again before its time.
 */
public final class BulkReader implements Stream {

    private static final Logger log = LoggerFactory.getLogger(BulkReader.class);

    private final Relation relation;
    private final ReadSettings settings;
    private final KeyedPages pages;
    private Optional<Instant> run;
    private long rowsOfRun;
    private boolean begunHere;
    private boolean caughtUp;
    private Instant due = Instant.MIN;

    public BulkReader(Relation relation, Optional<Position> position, ReadSettings settings, CursorPlanner planner) {
        this.relation = relation;
        this.settings = settings;
        this.run = position.map(left -> left.run()
                .orElseThrow(() -> new ReadFailedException(relation.title()
                        + ": the stored offset was left by another mode than bulk. Restore the mode, or stop the connector and"
                        + " reset its offset.")));
        this.pages = new KeyedPages(relation, position, settings.rowsPerPage(), planner);
    }

    @Override
    public SourcePartition partition() {
        return SourcePartition.of(relation);
    }

    @Override
    public String label() {
        return relation.label();
    }

    @Override
    public Instant due() {
        return due;
    }

    /** A run that an earlier task has begun may have passed rows that have changed since. */
    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        begunHere |= run.isEmpty();
        Instant current = run.orElse(now);
        run = Optional.of(current);
        boolean first = rowsOfRun == 0;
        if (first) {
            boolean unused = pages.cursor().hasChanged(session);
        }
        List<Row> rows = pages.next(session, Optional.empty()).stream()
                .map(row -> new Row(row.position().in(current), row.values()))
                .toList();
        rowsOfRun += rows.size();
        if (pages.isLast(rows)) {
            endRun(current);
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Page(partition(), pages.cursor().get(session), rows, Optional.empty()));
    }

    private void endRun(Instant current) {
        log.info("{}: {} rows were read in the run of {}", relation.title(), rowsOfRun, current);
        caughtUp = begunHere;
        pages.rewind();
        run = Optional.empty();
        rowsOfRun = 0;
        due = current.plus(settings.pollInterval());
    }
}
