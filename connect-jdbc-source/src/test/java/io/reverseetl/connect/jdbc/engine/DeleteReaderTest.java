// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.KeyPresence;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.engine.DeleteFuse.Approval;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeleteReaderTest {

    private static final TableName TABLE = new TableName("s", "t");
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final int ROWS_PER_PAGE = 2;

    private final Table table = new Table();
    private final Memory memory = new Memory();
    private final SentKeys sent = new SentKeys(memory);
    private Instant now = Instant.parse("2026-11-23T09:00:00Z");
    private DeleteReader reader = reader();

    @Test
    void keys_that_no_row_has_any_more_become_pages_of_rows_that_are_gone() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.removeAll(Set.of("3", "50", "99"));

        // When
        List<Step.Page> pages = pagesOfOneComparison();

        // Then
        assertThat(pages).hasSize(2).allMatch(Step.Page::gone);
        assertThat(idsOf(pages)).containsExactly("3", "50", "99");
        assertThat(pages.get(0).partition()).hasToString("table s.t#deletes");
        assertThat(reader.due()).isEqualTo(now.plus(INTERVAL));
    }

    @Test
    void a_row_that_is_there_again_when_its_page_is_due_gets_no_tombstone() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.removeAll(Set.of("3", "50", "99"));
        Step.Page first = nextPage();

        // When
        table.rows.add("99");

        // Then
        assertThat(idsOf(List.of(first))).containsExactly("3", "50");
        assertThat(pagesOfOneComparison()).isEmpty();
    }

    @Test
    void a_key_is_struck_out_once_its_tombstone_has_arrived_and_not_before() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.removeAll(Set.of("3", "50"));
        assertThat(idsOf(pagesOfOneComparison())).containsExactly("3", "50");

        // When
        sent.arrived(Map.of("id", "3"));

        // Then
        assertThat(reader.due()).isEqualTo(Instant.MIN);
        assertThat(reader.read(table, now)).isEmpty();
        assertThat(memory.last("3")).contains(false);
        assertThat(memory.last("50")).contains(true);
    }

    @Test
    void a_key_stays_if_its_row_was_sent_again_before_the_tombstone_arrived() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.remove("3");
        assertThat(idsOf(pagesOfOneComparison())).containsExactly("3");

        // When
        inserted(3, 3);
        sent.arrived(Map.of("id", "3"));
        assertThat(reader.read(table, now)).isEmpty();

        // Then
        assertThat(memory.last("3")).contains(true);
    }

    @Test
    void a_tombstone_is_repeated_after_a_restart_if_it_was_not_known_to_have_arrived() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.remove("3");
        assertThat(idsOf(pagesOfOneComparison())).containsExactly("3");

        // When
        reader = new DeleteReader(TABLE, new SentKeys(memory), settings(), DeleteReaderTest::cursor, watermark());

        // Then
        assertThat(idsOf(pagesOfOneComparison())).containsExactly("3");
    }

    @Test
    void what_was_struck_out_and_is_not_compacted_yet_is_not_gone() throws SQLException {
        // Given
        inserted(1, 20);
        table.rows.removeAll(Set.of("1", "2", "3", "4", "5"));
        memory.forget(IntStream.rangeClosed(1, 5)
                .mapToObj(id -> Map.of("id", String.valueOf(id)))
                .toList());
        memory.chunk = 10;

        // Then
        assertThat(pagesOfOneComparison()).isEmpty();
    }

    @Test
    void more_than_the_fraction_fails_and_names_the_counts_and_how_to_approve() throws SQLException {
        // Given
        inserted(1, 100);
        IntStream.rangeClosed(1, 11).forEach(id -> table.rows.remove(String.valueOf(id)));

        // Then
        assertThatThrownBy(this::pagesOfOneComparison)
                .isInstanceOf(ReadFailedException.class)
                .hasMessageContaining("Table s.t: 11 rows")
                .hasMessageContaining("89 are left")
                .hasMessageContaining("delete.approved=s.t:11@2026-11-23T09:00:00Z");
    }

    @Test
    void an_approval_lets_one_comparison_through_and_not_the_next() throws SQLException {
        // Given
        inserted(1, 100);
        IntStream.rangeClosed(1, 11).forEach(id -> table.rows.remove(String.valueOf(id)));
        reader = reader(Approval.parse("s.t:11@2026-11-23T09:00:00Z"));

        // When
        List<Step.Page> pages = pagesOfOneComparison();

        // Then
        assertThat(idsOf(pages)).hasSize(11);
        pages.forEach(
                page -> page.rows().forEach(row -> sent.arrived(row.position().key())));
        IntStream.rangeClosed(12, 21).forEach(id -> table.rows.remove(String.valueOf(id)));
        now = now.plus(INTERVAL);
        assertThatThrownBy(this::pagesOfOneComparison).hasMessageContaining("10 rows");
    }

    @Test
    void an_approval_does_not_last() throws SQLException {
        // Given
        inserted(1, 100);
        IntStream.rangeClosed(1, 11).forEach(id -> table.rows.remove(String.valueOf(id)));
        reader = reader(Approval.parse("s.t:11@2026-11-22T09:00:00Z"));

        // Then
        assertThatThrownBy(this::pagesOfOneComparison).isInstanceOf(ReadFailedException.class);
    }

    @Test
    void an_empty_table_fails_even_if_all_may_be_deleted() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.clear();
        reader = reader(1.0);

        // Then
        assertThatThrownBy(this::pagesOfOneComparison).hasMessageContaining("0 are left");
    }

    @Test
    void a_table_that_is_exchanged_meanwhile_is_compared_again() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.remove("3");
        memory.chunk = 10;
        assertThat(reader.read(table, now)).isEmpty();

        // When
        table.generation = "another";
        table.rows.add("3");

        // Then
        assertThat(pagesOfOneComparison()).isEmpty();
        assertThat(reader.due()).isEqualTo(now.plus(INTERVAL));
        assertThat(memory.scans).isEqualTo(2);
    }

    @Test
    void far_too_many_keys_are_counted_and_not_held() throws SQLException {
        // Given
        inserted(1, 40_000);
        table.rows.clear();
        memory.chunk = 500;

        // Then
        assertThatThrownBy(this::pagesOfOneComparison).hasMessageContaining("40000 rows");
        assertThat(table.counted)
                .as("asked how many rows are left before the end")
                .isGreaterThan(1);
    }

    @Test
    void keys_of_other_columns_are_left_alone() throws SQLException {
        // Given
        inserted(1, 100);
        memory.remember(List.of(Map.of("email", "a"), Map.of("id", "1", "tenant", "2")));

        // Then
        assertThat(pagesOfOneComparison()).isEmpty();
    }

    @Test
    void a_lost_connection_begins_the_comparison_again() throws SQLException {
        // Given
        inserted(1, 100);
        table.rows.remove("3");
        memory.chunk = 60;
        assertThat(reader.read(table, now)).isEmpty();
        table.fails = true;
        assertThatThrownBy(() -> reader.read(table, now)).isInstanceOf(SQLException.class);
        assertThat(memory.open).isZero();

        // When
        table.fails = false;

        // Then
        assertThat(idsOf(pagesOfOneComparison())).containsExactly("3");
    }

    /** Rows that were read, remembered and sent. */
    private void inserted(int from, int to) throws SQLException {
        List<Row> rows = IntStream.rangeClosed(from, to)
                .mapToObj(String::valueOf)
                .peek(table.rows::add)
                .map(DeleteReaderTest::row)
                .toList();
        TableCursor cursor = cursor(table.describe(TABLE).orElseThrow());
        sent.sending(cursor, rows);
    }

    private Step.Page nextPage() throws SQLException {
        while (true) {
            Optional<Step.Page> page = reader.read(table, now);
            if (page.isPresent()) {
                return page.get();
            }
        }
    }

    private List<Step.Page> pagesOfOneComparison() throws SQLException {
        List<Step.Page> pages = new ArrayList<>();
        while (reader.due().isBefore(now.plus(INTERVAL))) {
            now = reader.due().isAfter(now) ? reader.due() : now;
            reader.read(table, now).ifPresent(pages::add);
        }
        return pages;
    }

    private static List<String> idsOf(List<Step.Page> pages) {
        return pages.stream()
                .flatMap(page -> page.rows().stream())
                .map(row -> row.position().key().get("id"))
                .toList();
    }

    private DeleteReader reader(Approval... approvals) {
        return reader(0.1, approvals);
    }

    private DeleteReader reader(double fraction, Approval... approvals) {
        DeleteReader.Settings settings =
                new DeleteReader.Settings(INTERVAL, ROWS_PER_PAGE, new DeleteFuse(fraction, List.of(approvals)));
        return new DeleteReader(TABLE, sent, settings, DeleteReaderTest::cursor, watermark());
    }

    private static DeleteReader.Settings settings() {
        return new DeleteReader.Settings(INTERVAL, ROWS_PER_PAGE, new DeleteFuse(0.1, List.of()));
    }

    private static Watermark watermark() {
        return new Watermark(
                new WatermarkSettings(List.of(), List.of(), Duration.ZERO, HoldAction.WAIT), Optional.empty());
    }

    private static TableCursor cursor(TableDescription table) {
        return new TableCursor(table, List.of(), table.columns(), table.columns(), Optional.empty());
    }

    private static Row row(String id) {
        return new Row(new Position(Optional.empty(), Map.of("id", id)), List.of(id));
    }

    /** A table of ids, in memory. */
    private static final class Table extends FakeSession implements KeyPresence {

        private final Set<String> rows = new TreeSet<>();
        private String generation = "first";
        private boolean fails;
        private int counted;

        @Override
        public Optional<TableDescription> describe(Relation relation) {
            Column id = new Column("id", 0, "text", "text", ColumnType.Plain.TEXT, false, false);
            return Optional.of(new TableDescription(relation, List.of(id), List.of("id"), true, Optional.empty(), "f"));
        }

        @Override
        public String fingerprint(Relation relation) {
            return "f";
        }

        @Override
        public Activity activity(Activity.Request request) {
            return new Activity(Instant.EPOCH, Guarantee.WATERMARK, List.of(), Optional.empty());
        }

        @Override
        public Optional<KeyPresence> keyPresence() {
            return Optional.of(this);
        }

        @Override
        public List<Row> missing(TableCursor cursor, List<Map<String, String>> keys) throws SQLException {
            if (fails) {
                throw new SQLException("gone", "08006");
            }
            return keys.stream()
                    .map(key -> key.get("id"))
                    .filter(id -> !rows.contains(id))
                    .map(DeleteReaderTest::row)
                    .toList();
        }

        @Override
        public long countUpTo(Relation relation, long limit) {
            counted++;
            return Math.min(limit, rows.size());
        }

        @Override
        public String generation(Relation relation) {
            return generation;
        }
    }

    /** A memory that is never compacted. */
    private static final class Memory implements KeyMemory {

        private final List<Entry> entries = new ArrayList<>();
        private int chunk = 1_000;
        private int scans;
        private int open;

        Optional<Boolean> last(String id) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(Map.of("id", id)))
                    .reduce((before, after) -> after)
                    .map(Entry::kept);
        }

        @Override
        public void remember(Collection<Map<String, String>> keys) {
            keys.forEach(key -> entries.add(new Entry(key, true)));
        }

        @Override
        public void forget(Collection<Map<String, String>> keys) {
            keys.forEach(key -> entries.add(new Entry(key, false)));
        }

        @Override
        public Scan scan() {
            scans++;
            open++;
            List<Entry> all = List.copyOf(entries);
            return new Scan() {
                private int at;

                @Override
                public List<Entry> next() {
                    int from = at;
                    at = Math.min(all.size(), at + chunk);
                    return all.subList(from, at);
                }

                @Override
                public boolean isDone() {
                    return at == all.size();
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }
}
