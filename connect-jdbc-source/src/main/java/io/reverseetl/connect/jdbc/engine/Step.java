// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one turn of the engine brought. */
public sealed interface Step {

    /**
     * Rows of one stream, at least one.
     *
     * @param partition what the rows' positions are kept under
     * @param cursor the same instance until the table's description changes
     * @param resume where reading goes on after a restart, if that is not behind each row: rows that are read twice are
     *     read again then
     */
    record Page(SourcePartition partition, TableCursor cursor, List<Row> rows, Optional<Position> resume)
            implements Step {}

    /** No rows, and no reason to ask again before that time. */
    record Nothing(Instant until) implements Step {}
}
