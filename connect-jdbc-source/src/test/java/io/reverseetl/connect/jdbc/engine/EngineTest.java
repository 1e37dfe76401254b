// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Turns, looks and retries, by a clock that stands still until it is moved. */
class EngineTest {

    private static final TableName A = new TableName("s", "a");
    private static final TableName B = new TableName("s", "b");
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final FakeDatabase database = new FakeDatabase();
    private final Told told = new Told();

    private Engine engine(TableName... tables) {
        ReadSettings settings = new ReadSettings(
                2,
                POLL_INTERVAL,
                new BoundSettings(ZoneOffset.UTC, Duration.ZERO, MarginMode.WAIT, Duration.ZERO, Duration.ZERO, false));
        Watermark watermark = new Watermark(
                new WatermarkSettings(List.of(), List.of(), Duration.ZERO, HoldAction.WAIT), Optional.empty());
        Backoff backoff = new Backoff(LONGEST_WAIT, new Random(1));
        List<Stream> streams = Arrays.stream(tables)
                .<Stream>map(table -> new TableReader(table, Optional.empty(), settings, EngineTest::cursor, watermark))
                .toList();
        return new Engine(database, new Engine.Plan(streams, watermark, backoff, DEADLINE), told, clock);
    }

    private static TableCursor cursor(TableDescription table) {
        return new TableCursor(
                table, List.of(table.columns().get(1)), List.of(table.columns().get(0)), List.of(), Optional.empty());
    }

    @Test
    void tables_take_turns_page_by_page() {
        // Given
        database.rows.put(A, 5);
        database.rows.put(B, 1);
        Engine engine = engine(A, B);

        // When
        List<Relation> turns = new ArrayList<>();
        for (Step step = engine.next(); step instanceof Step.Page page; step = engine.next()) {
            turns.add(page.cursor().relation());
        }

        // Then
        assertThat(turns).containsExactly(A, B, A, A);
    }

    @Test
    void a_table_is_looked_at_again_after_the_poll_interval_with_a_new_bound() {
        // Given
        database.rows.put(A, 1);
        Engine engine = engine(A);
        engine.next();

        // When
        Step early = engine.next();
        clock.now = clock.now.plus(POLL_INTERVAL);
        engine.next();

        // Then
        assertThat(early).isEqualTo(new Step.Nothing(Instant.EPOCH.plus(POLL_INTERVAL)));
        assertThat(database.bounds).isEqualTo(2);
    }

    @Test
    void the_bound_is_read_before_the_first_page_and_once_a_look() {
        // Given
        database.rows.put(A, 7);
        Engine engine = engine(A);

        // When
        IntStream.range(0, 4).forEach(page -> engine.next());

        // Then
        assertThat(database.calls).containsExactly("bound", "page", "page", "page", "page");
    }

    @Test
    void a_transient_failure_is_tried_again_after_growing_waits_and_given_up_at_the_deadline() {
        // Given
        database.failure = new SQLException("gone", "08006");
        Engine engine = engine(A);
        Instant begin = clock.now;
        List<Duration> waits = new ArrayList<>();

        // When
        assertThatThrownBy(() -> {
                    while (true) {
                        engine.next();
                        Instant until = ((Step.Nothing) engine.next()).until();
                        waits.add(Duration.between(clock.now, until));
                        clock.now = until;
                    }
                })
                // Then
                .isInstanceOf(ReadFailedException.class)
                .hasMessageContaining("retry.timeout.ms");
        assertThat(Duration.between(begin, clock.now)).isBetween(DEADLINE, DEADLINE.plus(LONGEST_WAIT));
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(125), LONGEST_WAIT));
        assertThat(waits.get(waits.size() - 1)).isGreaterThanOrEqualTo(LONGEST_WAIT.dividedBy(2));
    }

    @Test
    void a_table_that_fails_does_not_hold_up_another_and_its_success_does_not_reset_the_deadline() {
        // Given
        database.rows.put(B, 1);
        database.failingTable = A;
        Engine engine = engine(A, B);
        List<Step> steps = new ArrayList<>();

        // When
        assertThatThrownBy(() -> {
                    for (int second = 0; second < 100; second++) {
                        steps.add(engine.next());
                        steps.add(engine.next());
                        clock.now = clock.now.plusSeconds(1);
                    }
                })
                // Then
                .isInstanceOf(ReadFailedException.class)
                .hasMessageContaining("s.a");
        assertThat(steps)
                .anyMatch(step -> step instanceof Step.Page page
                        && page.cursor().relation().equals(B));
        assertThat(clock.now).isAfterOrEqualTo(Instant.EPOCH.plus(DEADLINE));
    }

    @Test
    void a_failure_that_does_not_pass_is_final_at_once() {
        // Given
        database.failure = new SQLException("permission denied for table a", "42501");
        Engine engine = engine(A);

        // When, Then
        assertThatThrownBy(engine::next).isInstanceOf(ReadFailedException.class).hasMessageContaining("GRANT");
    }

    @Test
    void a_table_that_is_missing_while_it_is_exchanged_is_read_when_it_is_there_again() {
        // Given
        database.rows.put(A, 1);
        database.missing = true;
        Engine engine = engine(A);
        engine.next();

        // When
        clock.now = clock.now.plusMillis(900);
        database.missing = false;
        Step step = engine.next();

        // Then
        assertThat(step).isInstanceOf(Step.Page.class);
        assertThat(told.events).startsWith("table s.a: 42S02, retried");
    }

    @Test
    void a_table_that_stays_missing_fails_the_task_with_what_to_do() {
        // Given
        database.missing = true;
        Engine engine = engine(A);
        engine.next();

        // When
        clock.now = clock.now.plusSeconds(1);

        // Then
        assertThatThrownBy(engine::next)
                .isInstanceOf(ReadFailedException.class)
                .hasMessageContaining("s.a does not exist any more. Create it again");
    }

    @Test
    void what_is_altered_again_while_it_is_described_anew_is_described_once_more() {
        // Given
        database.rows.put(A, 1);
        Engine engine = engine(A);
        engine.next();
        clock.now = clock.now.plus(POLL_INTERVAL);

        // When
        database.alterations = 3;
        Step step = engine.next();

        // Then
        assertThat(step).isInstanceOf(Step.Page.class);
        assertThat(database.alterations).isZero();
    }

    @Test
    void what_fails_because_it_is_cancelled_is_no_failure() {
        // Given
        database.failure = new SQLException("canceling statement due to user request", "57014");
        Engine engine = engine(A);

        // When
        engine.cancel();

        // Then
        assertThat(engine.next()).isInstanceOf(Step.Nothing.class);
    }

    @Test
    void a_failed_connection_is_closed_and_replaced() {
        // Given
        database.rows.put(A, 1);
        Engine engine = engine(A);
        engine.next();
        clock.now = clock.now.plus(POLL_INTERVAL);
        database.failure = new SQLException("gone", "08006");
        engine.next();

        // When
        database.failure = null;
        clock.now = clock.now.plus(LONGEST_WAIT);
        Step step = engine.next();

        // Then
        assertThat(step).isInstanceOf(Step.Page.class);
        assertThat(database.opened).isEqualTo(2);
        assertThat(database.closed).isEqualTo(1);
    }

    @Test
    void every_turn_is_told_with_its_rows_and_every_failure_with_its_code() {
        // Given
        database.rows.put(A, 3);
        database.failingTable = B;
        Engine engine = engine(A, B);

        // When
        IntStream.range(0, 3).forEach(turn -> engine.next());
        database.failure = new SQLException("permission denied for table a", "42501");
        clock.now = clock.now.plus(POLL_INTERVAL);
        assertThatThrownBy(engine::next).isInstanceOf(ReadFailedException.class);

        // Then
        assertThat(told.events)
                .containsExactly(
                        "table s.a: 2 rows",
                        "table s.b: 08006, retried",
                        "table s.a: 1 rows",
                        "table s.b: 42501, given up");
    }

    @Test
    void a_failure_to_connect_is_told_of_every_stream() {
        // Given
        database.refused = new SQLException("no", "08001");
        Engine engine = engine(A, B);

        // When
        engine.next();

        // Then
        assertThat(told.events).containsExactly("table s.a: 08001, retried", "table s.b: 08001, retried");
    }

    private static final class Told implements ReadObserver {

        private final List<String> events = new ArrayList<>();

        @Override
        public void read(Stream stream, int rows, Duration took) {
            events.add(stream.label() + ": " + rows + " rows");
        }

        @Override
        public void failed(Stream stream, String code, boolean retried) {
            events.add(stream.label() + ": " + code + (retried ? ", retried" : ", given up"));
        }
    }

    private static final class ManualClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Tables of so many rows, all of which are new at every look. */
    private static final class FakeDatabase implements Engine.Database, Session {

        private final Map<Relation, Integer> rows = new HashMap<>();
        private final Map<Relation, Integer> read = new HashMap<>();
        private final List<String> calls = new ArrayList<>();
        private SQLException refused;
        private SQLException failure;
        private TableName failingTable;
        private boolean missing;
        private int alterations;
        private int bounds;
        private int opened;
        private int closed;

        @Override
        public Session open() throws SQLException {
            if (refused != null) {
                throw refused;
            }
            opened++;
            return this;
        }

        @Override
        public Failure classify(SQLException e) {
            return e.getSQLState().startsWith("08") ? Failure.INTERRUPTED : Failure.DENIED;
        }

        @Override
        public String catalog() {
            return "x";
        }

        @Override
        public List<ListedTable> tables() {
            return List.of();
        }

        @Override
        public Optional<TableDescription> describe(Relation table) throws SQLException {
            fail(table);
            if (missing) {
                return Optional.empty();
            }
            Column id = new Column("id", 0, "int", "int", ColumnType.Plain.INT32, false, true);
            Column at =
                    new Column("at", 1, "timestamptz", "timestamptz", new ColumnType.Timestamp(true, 6), false, false);
            return Optional.of(new TableDescription(
                    table, List.of(id, at), List.of("id"), true, Optional.empty(), "f" + alterations));
        }

        @Override
        public String fingerprint(Relation table) throws SQLException {
            fail(table);
            return "f" + alterations;
        }

        @Override
        public Activity activity(Activity.Request request) {
            bounds++;
            calls.add("bound");
            return new Activity(Instant.EPOCH, Guarantee.WATERMARK, List.of(), Optional.empty());
        }

        @Override
        public boolean hasReplayed(Activity.LogPosition position) {
            return true;
        }

        @Override
        public String text(ColumnType.Timestamp type, LocalDateTime time) {
            return time.toString();
        }

        @Override
        public List<Row> page(PageRequest request) throws SQLException {
            Relation table = request.cursor().relation();
            fail(table);
            if (alterations > 0) {
                alterations--;
                throw new SQLException("column does not exist", "42703");
            }
            calls.add("page");
            int already = read.getOrDefault(table, 0);
            int page = Math.min(request.limit(), rows.getOrDefault(table, 0) - already);
            read.put(table, page < request.limit() ? 0 : already + page);
            return IntStream.range(0, page)
                    .mapToObj(row -> new Row(new Position(Optional.of("t"), Map.of("id", "" + row)), List.of(row, "t")))
                    .toList();
        }

        private void fail(Relation table) throws SQLException {
            if (failure != null) {
                throw failure;
            }
            if (table.equals(failingTable)) {
                throw new SQLException("gone", "08006");
            }
        }

        @Override
        public Optional<String> highest(TableCursor cursor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> problemOf(TableCursor.ByExpression expression, Relation relation) {
            return Optional.empty();
        }

        @Override
        public boolean canResume(TableCursor cursor, Position position) {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {
            closed++;
        }
    }
}
