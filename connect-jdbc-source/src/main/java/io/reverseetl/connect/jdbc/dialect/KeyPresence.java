// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What it takes to find out which rows are gone. As those of {@link Session}, every method is one short transaction. */
public interface KeyPresence {

    /**
     * Those of some keys that no row has.
     *
     * @param keys texts of the record key's columns, as the database writes them
     * @return in place of each such key a row that has values in the record key's columns alone
     */
    List<Row> missing(TableCursor cursor, List<Map<String, String>> keys) throws SQLException;

    /** How many rows there are, counted up to a limit. */
    long countUpTo(Relation relation, long limit) throws SQLException;

    /** A text that changes when a table's rows are exchanged as a whole: truncated, or created anew. */
    String generation(Relation relation) throws SQLException;
}
