// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Activity.LogPosition;
import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction.Kind;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which transactions are seen, beside sessions of every kind. */
@ExtendWith(PostgresServer.class)
class ActivityIT {

    private static final Activity.Request EVERYTHING = new Activity.Request(List.of(), List.of(), false);

    @Test
    void an_idle_transaction_that_has_written_nothing_is_seen_with_its_start(TestDatabase database)
            throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            statement.execute("SET application_name = 'shop'; BEGIN");
            Instant start = micros(statement, "now()");
            String pid = text(statement, "pg_backend_pid()");

            // When
            Activity seen = session.activity(EVERYTHING);

            // Then
            assertThat(seen.open()).containsExactly(new OpenTransaction(Kind.RUNNING, pid, start, "shop", "postgres"));
            assertThat(seen.guarantee()).isEqualTo(Guarantee.WATERMARK);
            assertThat(seen.clock()).isAfter(start);
        }
    }

    @Test
    void beside_idle_sessions_nothing_is_open(TestDatabase database) throws SQLException {
        try (Connection other = database.connect();
                Session session = session(database, "postgres")) {
            // When
            Activity seen = session.activity(EVERYTHING);

            // Then
            assertThat(other.isClosed()).isFalse();
            assertThat(seen.open()).isEmpty();
            assertThat(seen.guarantee()).isEqualTo(Guarantee.WATERMARK);
        }
    }

    @Test
    void a_prepared_transaction_is_seen_when_its_session_is_gone(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE t (id int)");
        try (Session session = session(database, "postgres")) {
            // Given
            try (Connection other = database.connect();
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'order 7'");
            }

            // When
            Activity seen = session.activity(EVERYTHING);

            // Then
            assertThat(seen.open()).singleElement().satisfies(prepared -> {
                assertThat(prepared.kind()).isEqualTo(Kind.PREPARED);
                assertThat(prepared.name()).isEqualTo("order 7");
                assertThat(prepared.since()).isBetween(seen.clock().minus(1, ChronoUnit.MINUTES), seen.clock());
            });
        } finally {
            database.execute("ROLLBACK PREPARED 'order 7'");
        }
    }

    @Test
    void prepared_transactions_of_other_databases_are_not(TestDatabase database) throws SQLException {
        try (Connection elsewhere = database.connectElsewhere();
                Statement statement = elsewhere.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            statement.execute("BEGIN; CREATE TABLE elsewhere (id int); PREPARE TRANSACTION 'elsewhere'");

            // When
            Activity seen = session.activity(EVERYTHING);

            // Then
            statement.execute("ROLLBACK PREPARED 'elsewhere'");
            assertThat(seen.open()).isEmpty();
        }
    }

    @Test
    void our_own_sessions_those_of_other_databases_and_excluded_applications_are_left_out(TestDatabase database)
            throws SQLException {
        try (Connection ours = database.connect();
                Connection dump = database.connect();
                Connection elsewhere = database.connectElsewhere();
                Statement first = ours.createStatement();
                Statement second = dump.createStatement();
                Statement third = elsewhere.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            first.execute("SET application_name = 'reverseetl-jdbc-source'; BEGIN");
            second.execute("SET application_name = 'pg_dump'; BEGIN");
            third.execute("BEGIN");

            // When
            Activity all = session.activity(EVERYTHING);
            Activity seen = session.activity(new Activity.Request(List.of(), List.of("x", "pg_dump"), false));

            // Then
            assertThat(all.open()).extracting(OpenTransaction::application).containsExactly("pg_dump");
            assertThat(seen.open()).isEmpty();
        }
    }

    @Test
    void an_excluded_role_is_left_out_running_and_prepared(TestDatabase database) throws SQLException {
        String role = database.role("GRANT CREATE ON SCHEMA public TO %s");
        try (Connection other = database.connect();
                Connection another = database.connect();
                Statement running = other.createStatement();
                Statement prepared = another.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            running.execute("SET SESSION AUTHORIZATION " + role + "; BEGIN");
            prepared.execute("SET SESSION AUTHORIZATION " + role
                    + "; BEGIN; CREATE TABLE r (id int); PREPARE TRANSACTION 'of role'");

            // When
            Activity all = session.activity(EVERYTHING);
            Activity seen = session.activity(new Activity.Request(List.of(role), List.of(), false));

            // Then
            prepared.execute("ROLLBACK PREPARED 'of role'");
            assertThat(all.open()).extracting(OpenTransaction::kind).contains(Kind.PREPARED);
            assertThat(seen.open()).extracting(OpenTransaction::kind).doesNotContain(Kind.PREPARED);
        }
    }

    @Test
    void a_session_that_hides_what_it_does_takes_the_guarantee_away(TestDatabase database) throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            statement.execute("SET track_activities = off");

            // When
            Activity seen = session.activity(EVERYTHING);

            // Then
            assertThat(seen.guarantee()).isEqualTo(Guarantee.DELAY_FOR_UNTRACKED_SESSIONS);
        }
    }

    @Test
    void without_the_privilege_there_is_only_the_delay(TestDatabase database) throws SQLException {
        // Given
        String role = database.role();
        try (Session session = session(database, role)) {
            // When
            Activity seen = session.activity(EVERYTHING);

            // Then
            assertThat(seen.guarantee()).isEqualTo(Guarantee.DELAY_FOR_LACK_OF_PRIVILEGE);
        }
    }

    @Test
    void the_end_of_the_log_moves_on_with_what_is_written_and_an_ordinary_role_may_ask_for_it(TestDatabase database)
            throws SQLException {
        // Given
        String role = database.role("GRANT pg_read_all_stats TO %s");
        try (Session session = session(database, role)) {
            LogPosition before = logPosition(session);
            database.execute("CREATE TABLE written (id int)");

            // When
            LogPosition after = logPosition(session);

            // Then
            assertThat(after.bytes()).isGreaterThan(before.bytes());
            assertThat(after.cluster()).isEqualTo(before.cluster());
        }
    }

    @Test
    void a_server_that_is_not_a_standby_says_so_when_asked_what_it_has_replayed(TestDatabase database)
            throws SQLException {
        try (Session session = session(database, "postgres")) {
            LogPosition position = logPosition(session);

            // When, Then
            assertThatThrownBy(() -> session.hasReplayed(position)).hasMessageContaining("not a standby");
        }
    }

    private static LogPosition logPosition(Session session) throws SQLException {
        return session.activity(new Activity.Request(List.of(), List.of(), true))
                .logPosition()
                .orElseThrow();
    }

    private static Session session(TestDatabase database, String user) throws SQLException {
        return new PostgresDialect()
                .open(new ConnectionSettings(
                        database.url(), Optional.of(user), Optional.of(new Password("secret")), Map.of()));
    }

    private static Instant micros(Statement statement, String time) throws SQLException {
        long micros = Long.parseLong(text(statement, "(extract(epoch FROM " + time + ") * 1000000)::bigint"));
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static String text(Statement statement, String expression) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + expression)) {
            row.next();
            return row.getString(1);
        }
    }
}
