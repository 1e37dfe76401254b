// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.engine.Stream;
import io.reverseetl.connect.jdbc.engine.TableReader;
import io.reverseetl.connect.jdbc.engine.Watermark;
import io.reverseetl.connect.support.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a task reads: a stream for each of its tables and queries, each from where it was left. */
final class Streams {

    private Streams() {}

    static List<Stream> of(
            SourceSettings settings, List<Relation> relations, Watermark watermark, OffsetStorageReader offsets) {
        Map<Relation, Position> positions = StoredOffsets.positions(relations, offsets);
        return relations.stream()
                .<Stream>map(relation -> new TableReader(
                        relation,
                        Optional.ofNullable(positions.get(relation)),
                        settings.reading(),
                        found -> cursor(settings, found),
                        watermark))
                .toList();
    }

    private static TableCursor cursor(SourceSettings settings, TableDescription table) {
        Problems problems = new Problems();
        Optional<TableCursor> cursor = CursorRules.cursor(settings.cursor(), table, problems);
        problems.throwIfAny();
        return cursor.orElseThrow();
    }
}
