// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.engine.SnapshotLayout;
import io.reverseetl.connect.jdbc.engine.TablePart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connector's tasks, or one of them, are to read.
 *
 * @param parts tables and queries, ranges of tables whose first read is shared out, slices of tables whose changes are
 * @param layouts how the tables of these ranges are cut
 * @param passing whether other parts follow once some of these have been read to their end
 */
record SourcePlan(List<TablePart> parts, Map<Relation, SnapshotLayout> layouts, boolean passing) {

    List<Relation> relations() {
        return parts.stream().map(TablePart::relation).distinct().toList();
    }

    SnapshotLayout layout(Relation table) {
        return Optional.ofNullable(layouts.get(table))
                .orElseThrow(() -> new IllegalStateException(table.title() + " is not read in ranges"));
    }
}
