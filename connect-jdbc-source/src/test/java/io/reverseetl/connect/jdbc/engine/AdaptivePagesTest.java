// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages in the order of the key begin small and grow: one that is shorter than the most need not be the last. */
class AdaptivePagesTest {

    private static final TableName NAME = new TableName("s", "t");
    private static final int ROWS = 300;

    @Test
    void a_range_is_read_to_its_end_in_growing_pages() throws SQLException {
        // Given
        NumberedRows table = new NumberedRows();
        RangeReader reader = new RangeReader(
                new RangeReader.Part(
                        TablePart.range(NAME, 1),
                        "range",
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        250),
                RangeProgress.NONE,
                1000,
                AdaptivePagesTest::cursor);

        // When
        List<Row> rows = new ArrayList<>();
        while (reader.due().equals(Instant.MIN)) {
            rows.addAll(reader.read(table, Instant.EPOCH).orElseThrow().rows());
        }

        // Then
        assertThat(table.asked).containsExactly(32, 128, 512);
        assertThat(rows).extracting(row -> row.values().get(0)).isEqualTo(ids());
        assertThat(reader.progress()).contains(new Stream.Progress(ROWS, 250));
    }

    @Test
    void keyed_pages_grow_too_and_only_a_short_one_is_the_last() throws SQLException {
        // Given
        NumberedRows table = new NumberedRows();
        KeyedPages pages = new KeyedPages(NAME, Optional.empty(), 1000, AdaptivePagesTest::cursor);

        // When
        List<Row> rows = new ArrayList<>();
        List<Row> page;
        do {
            page = pages.next(table, Optional.empty());
            rows.addAll(page);
        } while (!pages.isLast(page));

        // Then
        assertThat(table.asked).containsExactly(32, 128, 512);
        assertThat(rows).extracting(row -> row.values().get(0)).isEqualTo(ids());
    }

    private static List<Object> ids() {
        return IntStream.rangeClosed(1, ROWS).<Object>mapToObj(id -> id).toList();
    }

    private static TableCursor cursor(TableDescription table) {
        return new TableCursor(table, List.of(), table.columns(), table.columns(), Optional.empty());
    }

    /** A table of the numbers from 1 on, which notes how many were asked for. */
    private static final class NumberedRows extends FakeSession {

        private final List<Integer> asked = new ArrayList<>();

        @Override
        public Optional<TableDescription> describe(Relation relation) {
            Column id = new Column("id", 0, "int", "int", ColumnType.Plain.INT32, false, true);
            return Optional.of(new TableDescription(relation, List.of(id), List.of("id"), true, Optional.empty(), "f"));
        }

        @Override
        public String fingerprint(Relation relation) {
            return "f";
        }

        @Override
        public List<Row> page(PageRequest request) {
            asked.add(request.limit());
            Optional<Map<String, String>> after = request.range() instanceof PageRequest.KeyRange range
                    ? range.from().map(PageRequest.LowerKey::key)
                    : ((PageRequest.Keyed) request.range()).afterKey();
            int first = after.map(key -> Integer.parseInt(key.get("id"))).orElse(0) + 1;
            return IntStream.rangeClosed(first, ROWS)
                    .limit(request.limit())
                    .mapToObj(id -> new Row(new Position(Optional.empty(), Map.of("id", "" + id)), List.of(id)))
                    .toList();
        }
    }
}
