// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row.
 *
 * @param values in the order of the table's columns, each of the Java type that {@link ColumnType} names; behind them, if
 *     the cursor has a {@link TableCursor.ByExpression}, a Boolean: whether the row is deleted
 */
public record Row(Position position, List<@Nullable Object> values) {

    /** Says where the row is and nothing of what is in it: values are personal data. */
    @Override
    public String toString() {
        return "Row" + position;
    }
}
