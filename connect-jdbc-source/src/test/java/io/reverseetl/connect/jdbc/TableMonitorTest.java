// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.engine.Backoff;
import io.reverseetl.connect.jdbc.engine.Retry;
import io.reverseetl.connect.jdbc.engine.TablePart;
import io.reverseetl.connect.jdbc.testing.RecordedContext;
import io.reverseetl.connect.support.Problems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What a monitor does after each look, by a clock that stands still until it is moved. */
class TableMonitorTest {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final RecordedContext connect = new RecordedContext();
    private final FakeSearch search = new FakeSearch();
    private final ManualClock clock = new ManualClock();

    private TableMonitor monitor() {
        Retry outage = new Retry(new Backoff(LONGEST_WAIT, new Random(1)), DEADLINE);
        return new TableMonitor(search, connect, INTERVAL, outage, clock);
    }

    @Test
    void the_same_tables_are_listed_and_not_described_and_nothing_is_asked_of_connect() {
        // Given
        search.finds("a", "b");
        TableMonitor monitor = monitor();

        // When
        Optional<Duration> wait = monitor.look();

        // Then
        assertThat(wait).contains(INTERVAL);
        assertThat(search.checks).isEqualTo(1);
        assertThat(connect.reconfigurations()).isZero();
    }

    @Test
    void a_database_that_is_down_at_the_start_is_asked_again_and_then_tasks_are_asked_for() {
        // Given
        search.isDown();
        TableMonitor monitor = monitor();
        assertThatThrownBy(monitor::plan).isInstanceOf(ConnectException.class).hasMessageContaining("down");

        // When
        search.finds("a");
        monitor.look();

        // Then
        assertThat(connect.reconfigurations()).isEqualTo(1);
        assertThat(monitor.plan().relations()).containsExactly(new TableName("s", "a"));
    }

    @Test
    void a_database_that_stays_down_fails_the_connector_after_the_deadline_and_not_before() {
        // Given
        search.finds("a");
        TableMonitor monitor = monitor();
        search.isDown();

        // When
        Optional<Duration> wait = monitor.look();
        while (wait.isPresent()) {
            assertThat(wait.get()).isLessThanOrEqualTo(LONGEST_WAIT);
            assertThat(connect.errors()).isEmpty();
            clock.now = clock.now.plus(wait.get());
            wait = monitor.look();
        }

        // Then
        assertThat(Duration.between(Instant.EPOCH, clock.now)).isBetween(DEADLINE, DEADLINE.plus(LONGEST_WAIT));
        assertThat(connect.errors())
                .singleElement()
                .satisfies(
                        error -> assertThat(error).hasMessageContaining("down").hasMessageContaining("Restart"));
        assertThat(monitor.plan().relations()).as("what the tasks read").hasSize(1);
    }

    @Test
    void two_short_outages_are_not_one_long_one() {
        // Given
        search.finds("a");
        TableMonitor monitor = monitor();

        // When
        for (int outage = 0; outage < 2; outage++) {
            search.isDown();
            monitor.look();
            clock.now = clock.now.plus(DEADLINE.minusSeconds(1));
            search.finds("a");
            monitor.look();
        }

        // Then
        assertThat(connect.errors()).isEmpty();
    }

    @Test
    void after_it_is_closed_a_look_that_was_under_way_changes_nothing() {
        // Given
        search.finds("a");
        TableMonitor monitor = monitor();

        // When
        monitor.close();
        search.finds("a", "b");
        monitor.look();

        // Then
        assertThat(connect.reconfigurations()).isZero();
    }

    private static final class FakeSearch implements TableMonitor.Search {

        private LiveValidation.Result result = result(new Problems(), List.of(), false);
        private int checks;

        private static LiveValidation.Result result(Problems problems, List<Relation> tables, boolean unreachable) {
            return new LiveValidation.Result(problems, tables, Map.of(), unreachable, new Recommendations());
        }

        void finds(String... tables) {
            result = result(
                    new Problems(),
                    Arrays.stream(tables)
                            .<Relation>map(name -> new TableName("s", name))
                            .toList(),
                    false);
        }

        void isDown() {
            Problems problems = new Problems();
            problems.add("connection.url", "It is down.");
            result = result(problems, List.of(), true);
        }

        @Override
        public LiveValidation.Result list() {
            return result;
        }

        @Override
        public LiveValidation.Result check() {
            checks++;
            return result;
        }

        @Override
        public SourcePlan plan(List<Relation> tables) {
            return new SourcePlan(tables.stream().map(TablePart::whole).toList(), Map.of(), false);
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
}
