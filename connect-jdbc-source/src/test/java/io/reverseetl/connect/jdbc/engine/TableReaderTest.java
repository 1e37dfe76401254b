// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read, and read again, as the database's clock goes on: seconds of one minute, unless a test says otherwise. */
class TableReaderTest {

    private static final LocalDateTime BEGIN = LocalDateTime.parse("2026-06-01T10:00:00");
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final ColumnType.Timestamp ZONED = new ColumnType.Timestamp(true, 6);
    private static final ColumnType.Timestamp LOCAL = new ColumnType.Timestamp(false, 6);

    private final List<Position> resumes = new ArrayList<>();

    @Test
    void when_it_waits_a_row_is_read_once_it_is_older_than_the_margin() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.WAIT, Duration.ZERO));
        table.put(1, second(10));

        // When
        List<Object> early = readAt(12, table, reader);
        List<Object> late = readAt(13, table, reader);

        // Then
        assertThat(early).isEmpty();
        assertThat(late).containsExactly(1);
    }

    @Test
    void a_column_of_whole_seconds_is_read_a_second_later_still_and_a_delay_comes_on_top() throws SQLException {
        // Given
        FakeTable table = new FakeTable(new ColumnType.Timestamp(true, 0));
        Duration delay = Duration.ofSeconds(10);
        TableReader reader =
                reader(new BoundSettings(ZoneOffset.UTC, MARGIN, MarginMode.WAIT, delay, Duration.ZERO, false));
        table.put(1, second(10));

        // When
        List<Object> early = readAt(23, table, reader);
        List<Object> late = readAt(24, table, reader);

        // Then
        assertThat(early).isEmpty();
        assertThat(late).containsExactly(1);
    }

    @Test
    void when_it_looks_back_a_row_is_read_at_once_and_not_again() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.LOOK_BACK, Duration.ZERO));
        table.put(1, second(10));

        // When
        List<Object> first = readAt(11, table, reader);
        List<Object> again = readAt(12, table, reader);
        List<Object> settled = readAt(13, table, reader);

        // Then
        assertThat(first).containsExactly(1);
        assertThat(again).isEmpty();
        assertThat(settled).isEmpty();
    }

    /** Found by the stress test: the second of two changes within a second was taken for the first. */
    @Test
    void a_row_of_a_whole_second_is_not_read_while_it_can_change_again_under_the_same_stamp() throws SQLException {
        // Given
        FakeTable table = new FakeTable(new ColumnType.Timestamp(true, 0));
        TableReader reader = reader(settings(MarginMode.LOOK_BACK, Duration.ZERO));
        table.put(1, second(10));

        // When
        List<Object> early = readAt(11, table, reader);
        List<Object> late = readAt(12, table, reader);

        // Then
        assertThat(early).isEmpty();
        assertThat(late).containsExactly(1);
    }

    @Test
    void when_it_looks_back_a_row_that_shows_up_within_the_margin_is_found() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.LOOK_BACK, Duration.ZERO));
        table.put(2, second(10));
        readAt(11, table, reader);

        // When
        table.put(1, second(9));
        List<Object> found = readAt(12, table, reader);

        // Then
        assertThat(found).containsExactly(1);
    }

    @Test
    void a_row_that_changes_again_is_sent_again_however_little_the_time_moves() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.LOOK_BACK, Duration.ZERO));
        table.put(1, second(10));
        readAt(11, table, reader);

        // When
        table.put(1, second(10).plusNanos(1000));
        List<Object> newer = readAt(12, table, reader);
        table.put(1, second(10));
        List<Object> backDated = readAt(12, table, reader);

        // Then: the last is a third version, stamped as the first
        assertThat(newer).containsExactly(1);
        assertThat(backDated).containsExactly(1);
    }

    @Test
    void after_a_restart_the_rows_that_would_have_been_read_again_are() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        table.put(1, second(5));
        table.put(2, second(10));
        readAt(11, table, reader(settings(MarginMode.LOOK_BACK, Duration.ZERO)));
        List<Position> stored = List.copyOf(resumes);

        // When
        TableReader restarted = reader(settings(MarginMode.WAIT, Duration.ZERO), Optional.of(stored.get(1)));
        table.put(3, second(9));
        List<Object> again = readAt(20, table, restarted);

        // Then: the first was settled
        assertThat(stored)
                .containsExactly(
                        new Position(Optional.of(second(5).toString()), Map.of("id", "1")),
                        new Position(Optional.of(second(5).toString()), Map.of("id", "1")));
        assertThat(again).containsExactly(3, 2);
    }

    @Test
    void without_any_settled_row_a_restart_begins_at_the_time_that_was_settled() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        table.put(1, second(10));

        // When
        readAt(11, table, reader(settings(MarginMode.LOOK_BACK, Duration.ZERO)));

        // Then
        assertThat(resumes).containsExactly(Position.before(second(9).toString()));
    }

    @Test
    void an_overlap_finds_stamps_that_come_late_by_no_more_than_it() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.WAIT, Duration.ofSeconds(20)));
        table.put(1, second(27));
        readAt(30, table, reader);

        // When
        table.put(2, second(9));
        table.put(3, second(7));
        List<Object> found = readAt(31, table, reader);

        // Then
        assertThat(found).containsExactly(2);
    }

    @Test
    void a_long_look_takes_many_pages_in_order() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.LOOK_BACK, Duration.ofSeconds(5)));
        for (int id = 1; id <= 11; id++) {
            table.put(id, second(id));
        }

        // When
        List<Object> rows = readAt(12, table, reader);

        // Then
        assertThat(rows).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(readAt(13, table, reader)).isEmpty();
    }

    @Test
    void a_look_that_fails_among_young_rows_is_begun_anew_and_repeats_none() throws SQLException {
        // Given: all are read, and then again a page without settled rows, one with two young ones, and no more
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.LOOK_BACK, Duration.ofSeconds(60)));
        for (int id = 1; id <= 5; id++) {
            table.put(id, second(id));
        }
        List<Object> ids = readAt(10, table, reader);
        table.failAfter(2);
        assertThatThrownBy(() -> readInto(ids, table, reader, at(second(10)))).hasMessage("gone");

        // When
        readInto(ids, table, reader, at(second(10)));

        // Then
        assertThat(ids).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void what_was_settled_stays_settled_when_an_older_bound_is_seen() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.WAIT, Duration.ZERO));
        table.put(1, second(8));
        readAt(12, table, reader);

        // When: the delay that is now in force is longer than the margin
        table.guarantee(Guarantee.DELAY_FOR_UNTRACKED_SESSIONS);
        List<Object> again = readAt(13, table, reader);

        // Then
        assertThat(again).isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_has_rows_read_again_from_there_on() throws SQLException {
        // Given
        FakeTable table = new FakeTable(ZONED);
        TableReader reader = reader(settings(MarginMode.WAIT, Duration.ZERO));
        table.put(1, second(30));
        List<Object> ids = readAt(40, table, reader);

        // When: the clock fell back to 10 and has gone on for ten seconds since
        table.put(2, second(11));
        table.clock(at(second(20)));
        readInto(ids, table, reader, at(second(50)));

        // Then
        assertThat(ids).containsExactly(1, 2);
    }

    @Test
    void the_hour_that_a_zone_repeats_is_read_again() throws SQLException {
        // Given: at 01:00 UTC the clocks of Paris go back from 03:00 to 02:00
        FakeTable table = new FakeTable(LOCAL);
        TableReader reader = reader(paris(), Optional.empty());
        table.put(1, LocalDateTime.parse("2026-10-25T02:50:00"));
        table.clock(Instant.parse("2026-10-25T00:59:00Z"));
        List<Object> firstHour = read(table, reader, Instant.EPOCH);

        // When
        table.put(2, LocalDateTime.parse("2026-10-25T02:10:00"));
        table.clock(Instant.parse("2026-10-25T01:11:00Z"));
        List<Object> secondHour = read(table, reader, Instant.EPOCH.plusSeconds(60));
        table.clock(Instant.parse("2026-10-25T02:11:00Z"));
        List<Object> behind = read(table, reader, Instant.EPOCH.plusSeconds(120));

        // Then
        assertThat(firstHour).containsExactly(1);
        assertThat(secondHour).containsExactly(2);
        assertThat(behind).containsExactly(1);
    }

    @Test
    void who_restarts_within_a_repeated_hour_reads_it_again_from_its_beginning() throws SQLException {
        // Given
        FakeTable table = new FakeTable(LOCAL);
        Position stored = new Position(Optional.of("2026-10-25 02:50:00"), Map.of("id", "1"));
        TableReader reader = reader(paris(), Optional.of(stored));
        table.put(1, LocalDateTime.parse("2026-10-25T01:59:59"));
        table.put(2, LocalDateTime.parse("2026-10-25T02:10:00"));
        table.clock(Instant.parse("2026-10-25T12:00:00Z"));

        // When
        List<Object> rows = read(table, reader, Instant.EPOCH);

        // Then
        assertThat(rows).containsExactly(2);
    }

    @Test
    void where_the_watermark_is_required_a_delay_alone_fails_the_task() {
        // Given
        FakeTable table = new FakeTable(ZONED);
        table.guarantee(Guarantee.DELAY_FOR_LACK_OF_PRIVILEGE);
        BoundSettings required =
                new BoundSettings(ZoneOffset.UTC, MARGIN, MarginMode.WAIT, Duration.ZERO, Duration.ZERO, true);

        // When, Then
        assertThatThrownBy(() -> readAt(10, table, reader(required)))
                .isInstanceOf(ReadFailedException.class)
                .hasMessageContaining("table s.t")
                .hasMessageContaining("GRANT pg_read_all_stats");
    }

    /** Everything that one look brings when the database's clock shows a second. */
    private List<Object> readAt(int second, FakeTable table, TableReader reader) throws SQLException {
        table.clock(at(second(second)));
        return read(table, reader, at(second(second)));
    }

    private List<Object> read(FakeTable table, TableReader reader, Instant now) throws SQLException {
        List<Object> ids = new ArrayList<>();
        readInto(ids, table, reader, now);
        return ids;
    }

    private void readInto(List<Object> ids, FakeTable table, TableReader reader, Instant now) throws SQLException {
        do {
            Optional<Step.Page> page = reader.read(table, now);
            page.ifPresent(found -> found.rows().forEach(row -> {
                ids.add(row.values().get(0));
                resumes.add(PositionFormat.read(found.places().after(row).offset()));
            }));
        } while (reader.due().equals(Instant.MIN));
    }

    private static TableReader reader(BoundSettings bounds) {
        return reader(bounds, Optional.empty());
    }

    private static TableReader reader(BoundSettings bounds, Optional<Position> from) {
        return new TableReader(
                FakeTable.NAME,
                from,
                new ReadSettings(2, Duration.ofSeconds(1), bounds),
                table -> new TableCursor(
                        table,
                        List.of(table.columns().get(1)),
                        List.of(table.columns().get(0)),
                        List.of(),
                        Optional.empty()),
                new Watermark(
                        new WatermarkSettings(List.of(), List.of(), Duration.ZERO, HoldAction.WAIT), Optional.empty()));
    }

    private static BoundSettings settings(MarginMode mode, Duration overlap) {
        return new BoundSettings(ZoneOffset.UTC, MARGIN, mode, Duration.ZERO, overlap, false);
    }

    private static BoundSettings paris() {
        return new BoundSettings(
                ZoneId.of("Europe/Paris"), Duration.ZERO, MarginMode.WAIT, Duration.ZERO, Duration.ZERO, false);
    }

    private static LocalDateTime second(int second) {
        return BEGIN.plusSeconds(second);
    }

    private static Instant at(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }
}
