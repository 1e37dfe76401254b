// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.List;

/**
 * How a table is read: in the total order of a timestamp and of columns that break its ties.
 *
 * @param timestamps the first of these that is not NULL says when a row was last changed; all of one type but for
 *     their precision
 * @param tieBreak columns, none of them nullable, which tell rows of one timestamp apart: the record key is among them
 * @param recordKey columns, none of them nullable, that identify a row to consumers
 */
public record TableCursor(
        TableDescription table, List<Column> timestamps, List<Column> tieBreak, List<Column> recordKey) {

    public TableName name() {
        return table.name();
    }

    /** The columns of the key of every {@link Position} in this order. */
    public List<String> keyColumns() {
        return tieBreak.stream().map(Column::name).toList();
    }

    /** Whether a row can be without any timestamp. */
    public boolean timestampNullable() {
        return timestamps.stream().allMatch(Column::nullable);
    }

    /** The timestamps' common type, with the coarsest of their precisions. */
    public ColumnType.Timestamp timestampType() {
        List<ColumnType.Timestamp> types = timestamps.stream()
                .map(column -> (ColumnType.Timestamp) column.type())
                .toList();
        int coarsest =
                types.stream().mapToInt(ColumnType.Timestamp::precision).min().orElseThrow();
        return new ColumnType.Timestamp(types.get(0).zoned(), coarsest);
    }
}
