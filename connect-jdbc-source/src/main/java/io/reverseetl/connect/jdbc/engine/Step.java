// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one turn of the engine brought. */
public sealed interface Step {

    /**
     * Rows of one stream, at least one, or a mark.
     *
     * @param partition what the mark is kept under, and mostly the rows too
     * @param cursor the same instance until the table's description changes
     * @param places where reading goes on after each row
     * @param mark an offset behind all the rows, which no row can carry: it goes to the heartbeat topic
     * @param gone whether the rows are gone from the table: they have values in the record key's columns alone
     */
    record Page(
            SourcePartition partition,
            TableCursor cursor,
            List<Row> rows,
            Places places,
            Optional<Map<String, Object>> mark,
            boolean gone)
            implements Step {

        /** Rows that there are. */
        Page(
                SourcePartition partition,
                TableCursor cursor,
                List<Row> rows,
                Places places,
                Optional<Map<String, Object>> mark) {
            this(partition, cursor, rows, places, mark, false);
        }

        /**
         * Rows that go on behind themselves.
         *
         * @param resume where reading goes on after a restart, if that is not behind each row: rows that are read twice
         *     are read again then
         */
        Page(SourcePartition partition, TableCursor cursor, List<Row> rows, Optional<Position> resume) {
            this(
                    partition,
                    cursor,
                    rows,
                    row -> new Place(partition, PositionFormat.write(resume.orElse(row.position()))),
                    Optional.empty());
        }

        /** A mark alone. It is handed over once everything before it has arrived, as Connect keeps no order among partitions. */
        static Page ofMark(SourcePartition partition, TableCursor cursor, Map<String, Object> mark) {
            return new Page(partition, cursor, List.of(), row -> new Place(partition, mark), Optional.of(mark));
        }

        /** Rows that are gone. */
        static Page ofGone(SourcePartition partition, TableCursor cursor, List<Row> rows) {
            Places places = row -> new Place(partition, PositionFormat.write(row.position()));
            return new Page(partition, cursor, rows, places, Optional.empty(), true);
        }
    }

    /** An offset, and what it is kept under. */
    record Place(SourcePartition partition, Map<String, Object> offset) {}

    /** Where reading goes on behind a row. */
    @FunctionalInterface
    interface Places {
        Place after(Row row);
    }

    /** No rows, and no reason to ask again before that time. */
    record Nothing(Instant until) implements Step {}
}
