// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.sql;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;

/** What a dialect answers that reads tables and views, and no SQL of the user's: that takes a lexer of its own. */
public final class OnlyTables {

    /** What is wrong with any expression. */
    public static final Optional<String> NO_EXPRESSIONS =
            Optional.of("only PostgreSQL can be given an expression. Name a column, or read a view that has one");

    private OnlyTables() {}

    /**
     * The relation, if it is a table or a view.
     *
     * @throws SQLException if it is a query
     */
    public static TableName table(Relation relation) throws SQLException {
        if (relation instanceof TableName table) {
            return table;
        }
        throw new SQLFeatureNotSupportedException(
                "Only PostgreSQL can be given a query. Create a view of " + relation.label() + ", and read that");
    }
}
