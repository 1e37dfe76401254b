// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.UpperBound;
import io.reverseetl.connect.jdbc.dialect.UpperBound.Guarantee;
import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How far a table may be read, beside sessions of every kind. */
@ExtendWith(PostgresServer.class)
class UpperBoundIT {

    private static final ColumnType.Timestamp ZONED = new ColumnType.Timestamp(true, 6);

    @Test
    void an_idle_transaction_that_has_written_nothing_holds_the_bound_at_its_start(TestDatabase database)
            throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            statement.execute("BEGIN");
            String start = now(statement);

            // When
            UpperBound bound = session.upperBound(request(ZONED, Duration.ZERO));

            // Then
            assertThat(bound).isEqualTo(new UpperBound(start, Guarantee.WATERMARK));
        }
    }

    @Test
    void margin_delay_and_the_columns_precision_are_all_kept_from_it(TestDatabase database) throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            statement.execute("BEGIN");
            String expected = database.query("SELECT (timestamptz '" + now(statement)
                    + "' - interval '1 s' - interval '1 minute' - interval '10 ms')::text");
            UpperBound.Request request = new UpperBound.Request(
                    new ColumnType.Timestamp(true, 2), ZoneId.of("UTC"), Duration.ofSeconds(1), Duration.ofMinutes(1));

            // When
            UpperBound bound = session.upperBound(request);

            // Then
            assertThat(bound.before()).isEqualTo(expected);
        }
    }

    @Test
    void for_a_column_without_zone_the_bound_is_a_local_time(TestDatabase database) throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            statement.execute("BEGIN");
            String expected =
                    database.query("SELECT (timestamptz '" + now(statement) + "' AT TIME ZONE 'Asia/Kolkata')::text");
            ColumnType.Timestamp local = new ColumnType.Timestamp(false, 6);

            // When
            UpperBound bound = session.upperBound(
                    new UpperBound.Request(local, ZoneId.of("+05:30"), Duration.ZERO, Duration.ZERO));

            // Then
            assertThat(bound.before()).isEqualTo(expected);
        }
    }

    @Test
    void our_own_sessions_and_those_of_other_databases_do_not_hold_it(TestDatabase database) throws SQLException {
        try (Connection ours = database.connect();
                Connection elsewhere = database.connectElsewhere();
                Statement first = ours.createStatement();
                Statement second = elsewhere.createStatement();
                Session session = session(database, "postgres")) {
            // Given
            first.execute("SET application_name = 'reverseetl-jdbc-source'");
            first.execute("BEGIN");
            second.execute("BEGIN");
            String later = database.query("SELECT clock_timestamp()::text");

            // When
            UpperBound bound = session.upperBound(request(ZONED, Duration.ZERO));

            // Then
            assertThat(database.query("SELECT timestamptz '" + bound.before() + "' >= timestamptz '" + later + "'"))
                    .isEqualTo("t");
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
            UpperBound bound = session.upperBound(request(ZONED, Duration.ZERO));

            // Then
            assertThat(bound.guarantee()).isEqualTo(Guarantee.DELAY_FOR_UNTRACKED_SESSIONS);
        }
    }

    @Test
    void without_the_privilege_there_is_only_the_delay(TestDatabase database) throws SQLException {
        // Given
        String role = database.role();
        String before = database.query("SELECT (clock_timestamp() - interval '1 minute')::text");
        try (Session session = session(database, role)) {
            // When
            UpperBound bound = session.upperBound(request(ZONED, Duration.ofMinutes(1)));

            // Then
            assertThat(bound.guarantee()).isEqualTo(Guarantee.DELAY_FOR_LACK_OF_PRIVILEGE);
            assertThat(database.query("SELECT timestamptz '" + bound.before() + "' BETWEEN timestamptz '" + before
                            + "' AND clock_timestamp() - interval '1 minute'"))
                    .isEqualTo("t");
        }
    }

    private static UpperBound.Request request(ColumnType.Timestamp type, Duration delay) {
        return new UpperBound.Request(type, ZoneId.of("UTC"), Duration.ZERO, delay);
    }

    private static Session session(TestDatabase database, String user) throws SQLException {
        return new PostgresDialect()
                .open(new ConnectionSettings(
                        database.url(),
                        Optional.of(user),
                        Optional.of(new Password("secret")),
                        Map.of(),
                        Optional.empty()));
    }

    private static String now(Statement inTransaction) throws SQLException {
        try (ResultSet row = inTransaction.executeQuery("SELECT now()::text")) {
            row.next();
            return row.getString(1);
        }
    }
}
