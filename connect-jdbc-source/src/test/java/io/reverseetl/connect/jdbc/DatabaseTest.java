// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    private static final ConnectionSettings SETTINGS =
            new ConnectionSettings("jdbc:x", Optional.empty(), Optional.empty(), Map.of());

    @Test
    void an_unreachable_database_is_attempted_as_often_as_configured() {
        // Given
        Refusing dialect = new Refusing(Failure.UNREACHABLE);

        // When, Then
        assertThatThrownBy(new Database(dialect, SETTINGS, 3)::open).hasMessage("no");
        assertThat(dialect.attempts).isEqualTo(3);
    }

    @Test
    void a_wrong_password_is_attempted_once_as_repeating_it_may_lock_the_role() {
        // Given
        Refusing dialect = new Refusing(Failure.WRONG_PASSWORD);

        // When, Then
        assertThatThrownBy(new Database(dialect, SETTINGS, 3)::open).hasMessage("no");
        assertThat(dialect.attempts).isEqualTo(1);
    }

    private static final class Refusing implements Dialect {

        private final Failure failure;
        private int attempts;

        Refusing(Failure failure) {
            this.failure = failure;
        }

        @Override
        public String name() {
            return "x";
        }

        @Override
        public boolean accepts(String url) {
            return true;
        }

        @Override
        public Optional<String> problem(String url) {
            return Optional.empty();
        }

        @Override
        public Session open(ConnectionSettings settings) throws SQLException {
            attempts++;
            throw new SQLException("no");
        }

        @Override
        public Failure classify(SQLException e) {
            return failure;
        }
    }
}
