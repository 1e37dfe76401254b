// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.util.List;

/** Where a reader gets its pages from: a whole table, or those of its rows that it is to see. */
@FunctionalInterface
interface Pages {

    /** Reads rows in the cursor's order; fewer than the limit means that there are no more in the range. */
    List<Row> read(Session session, PageRequest request) throws SQLException;
}
