// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;

/** Decides how a table is read, from the table as it is now. */
@FunctionalInterface
public interface CursorPlanner {

    /**
     * Returns the table's cursor.
     *
     * @throws RuntimeException if the table cannot be read as configured; it ends the reading, and its message says what
     *     to do
     */
    TableCursor plan(TableDescription table);
}
