// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.UpperBound;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one table, a page at a time.
 *
 * <pre>
 *   wait ── poll interval ──▶ look: fix the upper bound ──▶ page ──▶ page ──▶ short page ──▶ wait
 * </pre>
 *
 * <p>A table without any position, whose timestamp can be NULL, begins with the rows that have none.
 */
public final class TableReader implements Stream {

    private static final Logger log = LoggerFactory.getLogger(TableReader.class);

    private final Relation relation;
    private final ReadSettings settings;
    private final CursorPlanner planner;

    private Optional<Position> position;
    private boolean untimedDone;
    private long untimedRows;
    private @Nullable TableCursor cursor;
    private @Nullable UpperBound look;
    private UpperBound.@Nullable Guarantee announced;
    private Instant nextLook = Instant.MIN;

    public TableReader(Relation relation, Optional<Position> position, ReadSettings settings, CursorPlanner planner) {
        this.relation = relation;
        this.position = position;
        this.untimedDone =
                position.map(stored -> stored.timestamp().isPresent()).orElse(false);
        this.settings = settings;
        this.planner = planner;
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
        return look == null ? nextLook : Instant.MIN;
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        if (look == null) {
            look = beginLook(session);
        }
        List<Row> rows = page(session, look);
        boolean last = rows.size() < settings.rowsPerPage();
        if (!rows.isEmpty()) {
            position = Optional.of(rows.get(rows.size() - 1).position());
        }
        if (!untimedDone) {
            untimedRows += rows.size();
            if (last) {
                endOfUntimed();
            }
        } else if (last) {
            look = null;
            nextLook = now.plus(settings.pollInterval());
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Step.Page(partition(), cursor(session), rows));
    }

    /**
     * Fixes the bound, and only then looks whether the table was altered: whoever adds a column and fills it in one
     * transaction is either still open, and holds the bound below its rows, or has its column noticed.
     */
    private UpperBound beginLook(Session session) throws SQLException {
        UpperBound bound;
        do {
            bound = upperBound(session);
            notice(session);
        } while (cursor == null);
        return bound;
    }

    private List<Row> page(Session session, UpperBound bound) throws SQLException {
        try {
            return session.page(request(cursor(session), bound));
        } catch (SQLException e) {
            // A column may have been dropped or altered since the description; if nothing changed, it failed for real.
            if (!changed(session, e)) {
                throw e;
            }
            // The timestamp's type may have changed with it, and the bound is written in that type.
            look = beginLook(session);
            return session.page(request(cursor(session), look));
        }
    }

    private PageRequest request(TableCursor ready, UpperBound bound) {
        PageRequest.Range range = untimedDone
                ? new PageRequest.Timed(
                        position.filter(stored -> stored.timestamp().isPresent()), bound.before())
                : new PageRequest.Untimed(position.map(Position::key));
        return new PageRequest(ready, range, settings.rowsPerPage());
    }

    /** Drops the description if the table has been altered since. */
    private void notice(Session session) throws SQLException {
        if (cursor != null && !cursor.table().fingerprint().equals(session.fingerprint(relation))) {
            log.info("{} has changed: its columns are read anew", relation.title());
            cursor = null;
        }
    }

    private boolean changed(Session session, SQLException failure) throws SQLException {
        try {
            notice(session);
            return cursor == null;
        } catch (SQLException e) {
            // The connection is gone: that is the failure to act upon.
            e.addSuppressed(failure);
            throw e;
        }
    }

    private TableCursor cursor(Session session) throws SQLException {
        if (cursor == null) {
            TableCursor planned = planner.plan(session.describe(relation)
                    .orElseThrow(() -> new ReadFailedException(relation.title()
                            + " does not exist any more. Create it again, or take it out of the connector's tables.")));
            checkPosition(planned);
            // Without NULLs there is nothing to read before the first timestamp.
            untimedDone = untimedDone || !planned.timestampNullable();
            cursor = planned;
        }
        return cursor;
    }

    private void checkPosition(TableCursor planned) {
        List<String> stored = position.map(Position::keyColumns).orElse(planned.keyColumns());
        if (!stored.equals(planned.keyColumns())) {
            throw new ReadFailedException(relation.title() + ": the stored offset has the key columns " + stored
                    + ", but it is now read in the order of " + planned.keyColumns()
                    + ". Restore the primary key, mode, incrementing.column.name and key.columns, or stop the connector"
                    + " and reset its offset to read it from the start.");
        }
    }

    private UpperBound upperBound(Session session) throws SQLException {
        ColumnType.Timestamp type = cursor(session).timestampType();
        UpperBound bound =
                session.upperBound(new UpperBound.Request(type, settings.zone(), settings.margin(), settings.delay()));
        if (bound.guarantee() != announced) {
            announced = bound.guarantee();
            announce(bound.guarantee(), type);
        }
        return bound;
    }

    private void announce(UpperBound.Guarantee guarantee, ColumnType.Timestamp type) {
        if (guarantee == UpperBound.Guarantee.WATERMARK) {
            log.info("{} is read by {}", relation.title(), guarantee.description());
        } else {
            log.warn("{} is read by {}", relation.title(), guarantee.description());
        }
        if (!type.zoned() && !settings.zone().getRules().isFixedOffset()) {
            log.warn(
                    "{}: its timestamps have no time zone, and the clocks of {} are set back each autumn: rows"
                            + " changed in the repeated hour can be missed. Use a timestamp with time zone",
                    relation.title(),
                    settings.zone());
        }
    }

    private void endOfUntimed() {
        untimedDone = true;
        position = Optional.empty();
        if (untimedRows > 0) {
            log.warn(
                    "{}: {} rows without a timestamp were read, once. Such a row is not seen again before it has"
                            + " one, and new ones are not seen at all: make the timestamp column NOT NULL",
                    relation.title(),
                    untimedRows);
        }
    }
}
