// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.time.Instant;
import java.util.List;

/** What one turn of the engine brought. */
public sealed interface Step {

    /**
     * Rows of one stream, at least one.
     *
     * @param partition what the rows' positions are kept under
     * @param cursor the same instance until the table's description changes
     */
    record Page(SourcePartition partition, TableCursor cursor, List<Row> rows) implements Step {}

    /** No rows, and no reason to ask again before that time. */
    record Nothing(Instant until) implements Step {}
}
