// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Activity.LogPosition;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction.Kind;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far the transactions that are open let one read; all times are seconds since the epoch. */
class WatermarkTest {

    private final ScriptedSession session = new ScriptedSession();

    @Test
    void the_bound_is_the_start_of_the_oldest_transaction_that_is_running() throws SQLException {
        // Given
        session.shows(100, running("1", 90), running("2", 80), running("3", 95));

        // When
        WatermarkStatus status = look(watermark());

        // Then
        assertThat(status.bound()).contains(second(80));
        assertThat(status.holder()).contains(running("2", 80));
        assertThat(status.age()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void without_any_it_is_the_clock() throws SQLException {
        // Given
        session.shows(100);

        // When
        WatermarkStatus status = look(watermark());

        // Then
        assertThat(status.bound()).contains(second(100));
        assertThat(status.holder()).isEmpty();
    }

    @Test
    void a_transaction_that_is_prepared_between_two_looks_holds_the_bound_where_it_was() throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.shows(100, running("1", 98));
        look(watermark);

        // When
        session.shows(110, prepared("p", 109));
        WatermarkStatus status = look(watermark);

        // Then: it may have begun right behind the first look, or be the one that ran then
        assertThat(status.bound()).contains(second(98));
        assertThat(status.holder()).contains(prepared("p", 109));
    }

    @Test
    void what_began_and_was_prepared_between_two_looks_is_no_older_than_the_clock_of_the_first() throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.shows(100);
        look(watermark);

        // When
        session.shows(110, prepared("p", 109));
        WatermarkStatus status = look(watermark);

        // Then
        assertThat(status.bound()).contains(second(100));
    }

    @Test
    void the_bound_stays_as_long_as_the_prepared_one_does_and_then_moves_on() throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.shows(100);
        look(watermark);
        session.shows(110, prepared("p", 109));
        look(watermark);

        // When
        session.shows(120, prepared("p", 109), prepared("q", 119));
        Optional<Instant> both = look(watermark).bound();
        session.shows(130, prepared("q", 119));
        Optional<Instant> second = look(watermark).bound();
        session.shows(140);
        Optional<Instant> none = look(watermark).bound();

        // Then: q began behind the look at 110
        assertThat(List.of(both, second, none))
                .containsExactly(Optional.of(second(100)), Optional.of(second(110)), Optional.of(second(140)));
    }

    @Test
    void a_prepared_one_that_was_there_first_leaves_no_bound_at_all() throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.shows(100, prepared("p", 10));

        // When
        WatermarkStatus status = look(watermark);
        session.shows(110);
        WatermarkStatus afterwards = look(watermark);

        // Then
        assertThat(status.bound()).isEmpty();
        assertThat(status.age()).isEqualTo(Duration.ofSeconds(90));
        assertThat(afterwards.bound()).contains(second(110));
    }

    @Test
    void an_id_that_is_prepared_again_is_another_transaction() throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.shows(100);
        look(watermark);
        session.shows(110, prepared("p", 109));
        look(watermark);

        // When
        session.shows(120, prepared("p", 119));
        WatermarkStatus status = look(watermark);

        // Then
        assertThat(status.bound()).contains(second(110));
    }

    @Test
    void behind_a_clock_that_was_set_back_nothing_is_known_of_a_new_prepared_one() throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.shows(100);
        look(watermark);

        // When
        session.shows(50, prepared("p", 49));
        WatermarkStatus status = look(watermark);

        // Then
        assertThat(status.bound()).isEmpty();
    }

    @Test
    void who_does_not_see_every_transaction_has_the_clock_alone_and_knows_nothing_of_later_prepared_ones()
            throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.activity = new Activity(
                second(100), Guarantee.DELAY_FOR_LACK_OF_PRIVILEGE, List.of(running("1", 90)), Optional.empty());
        WatermarkStatus blind = look(watermark);

        // When
        session.shows(110, prepared("p", 109));
        WatermarkStatus seeing = look(watermark);

        // Then
        assertThat(blind.bound()).contains(second(100));
        assertThat(blind.guarantee()).isEqualTo(Guarantee.DELAY_FOR_LACK_OF_PRIVILEGE);
        assertThat(seeing.bound()).isEmpty();
    }

    @Test
    void that_a_clock_was_set_back_is_noticed_by_who_sees_no_transactions_too() throws SQLException {
        // Given
        Watermark watermark = watermark();
        session.shows(100);
        look(watermark);
        session.activity =
                new Activity(second(50), Guarantee.DELAY_FOR_UNTRACKED_SESSIONS, List.of(), Optional.empty());
        look(watermark);

        // When
        session.shows(60, prepared("p", 59));
        WatermarkStatus status = look(watermark);

        // Then
        assertThat(status.bound()).isEmpty();
    }

    @Test
    void a_transaction_within_the_maximum_hold_is_waited_for_whatever_the_action() throws SQLException {
        // Given
        session.shows(100, running("1", 70));

        // When
        WatermarkStatus status = look(watermark(HoldAction.FAIL));

        // Then
        assertThat(status.bound()).contains(second(70));
    }

    @Test
    void behind_the_maximum_hold_waiting_goes_on_if_so_configured() throws SQLException {
        // Given
        session.shows(100, running("1", 69));

        // When
        WatermarkStatus status = look(watermark(HoldAction.WAIT));

        // Then
        assertThat(status.bound()).contains(second(69));
    }

    @Test
    void behind_the_maximum_hold_reading_goes_on_up_to_the_next_transaction_if_so_configured() throws SQLException {
        // Given
        session.shows(100, running("1", 20), running("2", 80), prepared("p", 30));

        // When
        WatermarkStatus status = look(watermark(HoldAction.PROCEED));

        // Then
        assertThat(status.bound()).contains(second(80));
        assertThat(status.holder()).contains(running("2", 80));
    }

    @Test
    void behind_the_maximum_hold_the_task_fails_naming_the_holder_if_so_configured() {
        // Given
        session.shows(100, running("4711", 20));

        // When, Then
        assertThatThrownBy(() -> look(watermark(HoldAction.FAIL)))
                .isInstanceOf(ReadFailedException.class)
                .hasMessageContaining("pid 4711")
                .hasMessageContaining("'shop'")
                .hasMessageContaining("watermark.exclude.roles");
    }

    @Test
    void a_standby_is_waited_for_without_looking_at_the_primary_again() throws SQLException {
        // Given
        ScriptedSession primary = new ScriptedSession();
        primary.shows(100, running("1", 90));
        primary.activity = withLog(primary.activity, 1000);
        Watermark watermark = new Watermark(settings(HoldAction.WAIT), Optional.of(database(primary)));
        session.replayed = 999;
        Optional<WatermarkStatus> behind = watermark.look(session, second(0));

        // When
        session.replayed = 1000;
        Optional<WatermarkStatus> caughtUp = watermark.look(session, second(1));

        // Then
        assertThat(behind).isEmpty();
        assertThat(caughtUp.flatMap(WatermarkStatus::bound)).contains(second(90));
        assertThat(primary.looks).isEqualTo(1);
        assertThat(session.looks).isZero();
    }

    @Test
    void a_standby_that_stays_behind_fails_the_task_if_so_configured() throws SQLException {
        // Given
        ScriptedSession primary = new ScriptedSession();
        primary.shows(100);
        primary.activity = withLog(primary.activity, 1000);
        Watermark watermark = new Watermark(settings(HoldAction.FAIL), Optional.of(database(primary)));
        watermark.look(session, second(0));
        watermark.look(session, second(30));

        // When, Then
        assertThatThrownBy(() -> watermark.look(session, second(31)))
                .isInstanceOf(ReadFailedException.class)
                .hasMessageContaining("has not replayed");
    }

    @Test
    void a_failure_of_the_primary_says_whose_it_is() {
        // Given
        Watermark watermark = new Watermark(settings(HoldAction.WAIT), Optional.of(new Engine.Database() {
            @Override
            public Session open() throws SQLException {
                throw new SQLException("refused", "08001");
            }

            @Override
            public Failure classify(SQLException failure) {
                return Failure.UNREACHABLE;
            }
        }));

        // When, Then
        assertThatThrownBy(() -> watermark.look(session, second(0)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining("watermark.connection.url")
                .hasMessageContaining("refused");
    }

    private WatermarkStatus look(Watermark watermark) throws SQLException {
        return watermark.look(session, Instant.EPOCH).orElseThrow();
    }

    private static Watermark watermark() {
        return watermark(HoldAction.WAIT);
    }

    private static Watermark watermark(HoldAction action) {
        return new Watermark(settings(action), Optional.empty());
    }

    private static WatermarkSettings settings(HoldAction action) {
        return new WatermarkSettings(List.of(), List.of(), Duration.ofSeconds(30), action);
    }

    private static Engine.Database database(Session session) {
        return new Engine.Database() {
            @Override
            public Session open() {
                return session;
            }

            @Override
            public Failure classify(SQLException failure) {
                return Failure.OTHER;
            }
        };
    }

    private static Activity withLog(Activity activity, long bytes) {
        return new Activity(
                activity.clock(), activity.guarantee(), activity.open(), Optional.of(new LogPosition("c", bytes)));
    }

    private static OpenTransaction running(String pid, long since) {
        return new OpenTransaction(Kind.RUNNING, pid, second(since), "shop", "app");
    }

    private static OpenTransaction prepared(String id, long at) {
        return new OpenTransaction(Kind.PREPARED, id, second(at), "", "app");
    }

    private static Instant second(long second) {
        return Instant.ofEpochSecond(second);
    }

    /** Shows what it is told to. */
    private static final class ScriptedSession extends FakeSession {

        private Activity activity;
        private long replayed;
        private int looks;

        void shows(long clock, OpenTransaction... open) {
            activity = new Activity(second(clock), Guarantee.WATERMARK, List.of(open), Optional.empty());
        }

        @Override
        public Activity activity(Activity.Request request) {
            looks++;
            return activity;
        }

        @Override
        public boolean hasReplayed(LogPosition position) {
            return replayed >= position.bytes();
        }
    }
}
