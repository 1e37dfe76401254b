// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.NotificationSession;
import io.reverseetl.connect.jdbc.dialect.Notifications;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** LISTEN, and the notifications of the channel. */
final class PostgresNotifications implements Notifications {

    private static final Logger log = LoggerFactory.getLogger(PostgresNotifications.class);

    /** NOTIFY makes other letters of a name small, and cuts it off behind 63 bytes; pg_notify does neither. */
    private static final Pattern CHANNEL = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final int VALIDATION_SECONDS = 5;

    @Override
    public Optional<String> problem(String channel) {
        return CHANNEL.matcher(channel).matches()
                ? Optional.empty()
                : Optional.of(
                        "'" + channel + "' is no channel that NOTIFY and pg_notify both take as it is written. Use"
                                + " up to 63 lower-case letters, digits and underscores, and no digit first.");
    }

    @Override
    public NotificationSession listen(ConnectionSettings settings, String channel) throws SQLException {
        Connection connection = PostgresDialect.connect(settings);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Sql.name(channel));
            return new Listening(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private record Listening(Connection connection) implements NotificationSession {

        @Override
        public boolean await(Duration atMost) throws SQLException {
            PGNotification[] told =
                    connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(atMost.toMillis()));
            if (told != null && told.length > 0) {
                return true;
            }
            // A server that has gone without a word looks like one that has nothing to say.
            if (!connection.isValid(VALIDATION_SECONDS)) {
                throw new SQLException("The connection does not answer any more", "08006");
            }
            return false;
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("The connection could not be closed", e);
            }
        }
    }
}
