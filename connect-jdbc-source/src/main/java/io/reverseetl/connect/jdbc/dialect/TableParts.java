// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it takes to read one table in parts. Whoever offers it also reads pages of {@link PageRequest.KeyRange}. As those of
 * {@link Session}, every method is one short transaction.
 */
public interface TableParts {

    /** How many rows a table has, as far as the database knows without counting them. */
    long estimatedRows(TableName table) throws SQLException;

    /**
     * Keys of rows which cut a table into parts of about the same size, in their order.
     *
     * @param parts how many parts at the most, 2 or more; a table of few rows is cut into fewer
     */
    List<Map<String, String>> cuts(TableCursor cursor, int parts) throws SQLException;

    /** The place of the last of the next so many rows, if there are as many. */
    Optional<Position> ahead(TableCursor cursor, PageRequest.Timed range, int rows) throws SQLException;

    /** Reads rows in the cursor's order; fewer than the limit means that the slice has no more among those looked at. */
    List<Row> slice(SliceRequest request) throws SQLException;

    /** Which of several positions comes first. */
    Position earliest(TableCursor cursor, List<Position> positions) throws SQLException;
}
