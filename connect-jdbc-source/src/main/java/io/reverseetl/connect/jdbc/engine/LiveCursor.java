// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.MissingTableException;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cursor of a table or query, which is planned anew once that has been altered. */
final class LiveCursor {

    private static final Logger log = LoggerFactory.getLogger(LiveCursor.class);

    /** A script of some ALTER TABLEs is over by then; a description that never stays the same ends here. */
    private static final int MOST_ATTEMPTS = 10;

    private final Relation relation;
    private final CursorPlanner planner;
    private @Nullable TableCursor cursor;

    LiveCursor(Relation relation, CursorPlanner planner) {
        this.relation = relation;
        this.planner = planner;
    }

    /** The cursor as it was when last looked at, the same instance until it has changed. */
    TableCursor get(Session session) throws SQLException {
        if (cursor == null) {
            cursor = planner.plan(session.describe(relation).orElseThrow(() -> new MissingTableException(relation)));
        }
        return cursor;
    }

    /** Looks whether the table, or what the query returns, has been altered. */
    boolean hasChanged(Session session) throws SQLException {
        if (cursor == null || cursor.table().fingerprint().equals(session.fingerprint(relation))) {
            return false;
        }
        log.info("{} has changed: its columns are read anew", relation.title());
        cursor = null;
        return true;
    }

    /** Something that is read with a cursor. */
    interface Question<T> {

        T ask(TableCursor ready) throws SQLException;
    }

    /**
     * A column may have been dropped or altered since the description, and another one right after that; if nothing
     * changed, it failed for real.
     */
    <T> T ask(Session session, Question<T> question) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return question.ask(get(session));
            } catch (SQLException e) {
                if (!hasChanged(session, e) || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** {@link #hasChanged}, to explain a failure. If that fails too, it is the one to act upon. */
    private boolean hasChanged(Session session, SQLException failure) throws SQLException {
        try {
            return hasChanged(session);
        } catch (SQLException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }
}
