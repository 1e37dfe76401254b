// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How one column is written in a dialect's SQL, read from a row, and compared with a position's text. */
public interface ColumnSql {

    /** What is selected for the column's value in a record. */
    String selected();

    /**
     * The value, as the Java type that {@link io.reverseetl.connect.jdbc.dialect.ColumnType} names.
     *
     * @throws IllegalArgumentException if it has no such form
     */
    @Nullable
    Object value(ResultSet row, int index) throws SQLException;

    /** What rows are ordered and compared by: the column itself, so that an index is used, wherever that is exact. */
    String ordered();

    /** What is selected for a position's text, around {@link #ordered} or what takes the place of it. */
    String selectedAsText(String ordered);

    /** The text in a position: exact, so that it says in any later run which row it was. */
    @Nullable
    String text(ResultSet row, int index) throws SQLException;

    /** What stands for such a text where it is compared with {@link #ordered}. */
    String placeholder();

    /**
     * What is bound to the placeholder.
     *
     * @throws IllegalArgumentException if the text is no value of the column's type
     */
    Object parameter(String text);
}
