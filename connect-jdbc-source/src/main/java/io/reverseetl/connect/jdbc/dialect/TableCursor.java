// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.List;
import java.util.Optional;

/**
 * How a table is read: in the total order of a timestamp and of columns that break its ties, or of these alone.
 *
 * @param timestamps the first of these that is not NULL says when a row was last changed; all of one type but for
 *     their precision; empty where rows are read by the tie-breaking columns alone
 * @param tieBreak columns, none of them nullable, which tell rows of one timestamp apart: the record key is among them
 * @param recordKey columns, none of them nullable, that identify a row to consumers
 * @param deletedWhen what says that a row is deleted, if anything does
 */
public record TableCursor(
        TableDescription table,
        List<Column> timestamps,
        List<Column> tieBreak,
        List<Column> recordKey,
        Optional<DeletedWhen> deletedWhen) {

    /** What says that a row is deleted. */
    public sealed interface DeletedWhen {}

    /** A boolean column that is true, or any other that is not NULL. */
    public record ByColumn(Column column) implements DeletedWhen {}

    /**
     * A boolean expression over the columns, in the database's SQL. A dialect puts it into a statement in such a way that
     * nothing in it can reach beyond itself; NULL is false.
     */
    public record ByExpression(String sql) implements DeletedWhen {}

    public Relation relation() {
        return table.relation();
    }

    /** The columns of the key of every {@link Position} in this order. */
    public List<String> keyColumns() {
        return tieBreak.stream().map(Column::name).toList();
    }

    /** Whether a row can be without any timestamp. */
    public boolean timestampNullable() {
        return !timestamps.isEmpty() && timestamps.stream().allMatch(Column::nullable);
    }

    /** Whether nothing says that each row has a key. */
    public boolean keyNullable() {
        return tieBreak.stream().anyMatch(Column::nullable);
    }

    /** The timestamps' common type, with the coarsest of their precisions; there must be one. */
    public ColumnType.Timestamp timestampType() {
        List<ColumnType.Timestamp> types = timestamps.stream()
                .map(column -> (ColumnType.Timestamp) column.type())
                .toList();
        int coarsest =
                types.stream().mapToInt(ColumnType.Timestamp::precision).min().orElseThrow();
        return new ColumnType.Timestamp(types.get(0).zoned(), coarsest);
    }
}
