// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One connection. Every method is one short transaction of its own, so that nothing stays open between calls. Used by
 * one thread, but for {@link #cancel} and {@link #close}, which any thread may call.
 */
public interface Session extends AutoCloseable {

    /** The name of the database that this session is connected to. */
    String catalog();

    /** Every table, view and the like outside of the system's own schemas, ordered by name. */
    List<ListedTable> tables() throws SQLException;

    /**
     * Describes a table or query as it is now; empty if there is no such table. No row of a query is computed for it. One that is no
     * statement is an exception, whose message quotes nothing of its text.
     */
    Optional<TableDescription> describe(Relation relation) throws SQLException;

    /** A text that changes whenever {@link #describe} would answer something else; cheap enough for every look. */
    String fingerprint(Relation relation) throws SQLException;

    /** Which transactions of others are open: every other one has ended, and what it wrote shows in a later {@link #page}. */
    Activity activity(Activity.Request request) throws SQLException;

    /**
     * Whether this session sees everything that its primary's log holds up to a position.
     *
     * @throws SQLException also if it is not on a standby, or on one of another primary
     */
    boolean hasReplayed(Activity.LogPosition position) throws SQLException;

    /** A time as the text of a value of a timestamp column: in UTC if the column has a zone. */
    String text(ColumnType.Timestamp type, LocalDateTime time);

    /** The highest value of the first of a cursor's tie-breaking columns, as text; empty if there is no row. */
    Optional<String> highest(TableCursor cursor) throws SQLException;

    /** What is wrong with an expression that is to say which rows are deleted; empty if it is one, and boolean. */
    Optional<String> problemOf(TableCursor.ByExpression expression, Relation relation) throws SQLException;

    /** Reads rows in the cursor's order; fewer than the limit means that there are no more in the range. */
    List<Row> page(PageRequest request) throws SQLException;

    /** How rows that are gone are found; empty if this kind of database does not offer that. */
    default Optional<KeyPresence> keyPresence() {
        return Optional.empty();
    }

    /** How a table is read in parts; empty if this kind of database does not offer that. */
    default Optional<TableParts> parts() {
        return Optional.empty();
    }

    /** Whether every text of a position is a value of its column's type, so that a page behind it can be read. */
    boolean canResume(TableCursor cursor, Position position) throws SQLException;

    /** Makes a statement that runs in another thread fail soon; does nothing if none runs. */
    void cancel();

    @Override
    void close();
}
