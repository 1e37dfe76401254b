// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.PageRequest.Range;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page after another in the order of the tie-breaking columns alone. */
final class KeyedPages {

    private final Relation relation;
    private final LiveCursor cursor;
    private final PageSize pageSize;
    private int asked;
    private Optional<Map<String, String>> after;

    KeyedPages(Relation relation, Optional<Position> position, int rowsPerPage, CursorPlanner planner) {
        this.relation = relation;
        this.cursor = new LiveCursor(relation, planner);
        this.pageSize = new PageSize(rowsPerPage);
        this.asked = pageSize.rows();
        this.after = position.map(Position::key);
    }

    LiveCursor cursor() {
        return cursor;
    }

    /** Goes back to the first row. */
    void rewind() {
        after = Optional.empty();
    }

    /** Reads the next page, up to and with a value of the first column if one is given, and moves behind it. */
    List<Row> next(Session session, Optional<String> through) throws SQLException {
        asked = pageSize.rows();
        List<Row> rows = cursor.ask(session, ready -> page(session, ready, through));
        pageSize.learn(rows);
        if (!rows.isEmpty()) {
            after = Optional.of(rows.get(rows.size() - 1).position().key());
        }
        return rows;
    }

    /** Whether the page that was read last ends what there is. */
    boolean isLast(List<Row> page) {
        return page.size() < asked;
    }

    /** The highest value of the first column. */
    Optional<String> highest(Session session) throws SQLException {
        return cursor.ask(session, session::highest);
    }

    private List<Row> page(Session session, TableCursor ready, Optional<String> through) throws SQLException {
        checkPosition(ready);
        if (after.isEmpty() && ready.keyNullable()) {
            // A row without a key has no place in the order, and would be passed over: reading it says which it is.
            List<Row> unused = session.page(new PageRequest(ready, new PageRequest.Keyless(), 1));
        }
        Range range = new PageRequest.Keyed(after, through);
        return session.page(new PageRequest(ready, range, asked));
    }

    private void checkPosition(TableCursor ready) {
        List<String> stored = after.map(key -> List.copyOf(key.keySet())).orElse(ready.keyColumns());
        if (!stored.equals(ready.keyColumns())) {
            throw new ReadFailedException(relation.title() + ": the stored offset has the key columns " + stored
                    + ", but it is now read in the order of " + ready.keyColumns()
                    + ". Restore the primary key, mode, incrementing.column.name and key.columns, or stop the connector"
                    + " and reset its offset to read it from the start.");
        }
    }
}
