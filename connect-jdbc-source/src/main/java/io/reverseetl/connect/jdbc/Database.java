// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.NotificationSession;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.engine.Engine;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The configured database, and how often connecting to it is attempted before it counts as failed. */
record Database(Dialect dialect, ConnectionSettings connection, int attempts) implements Engine.Database {

    static Database of(SourceSettings settings) {
        return of(settings, settings.connection());
    }

    /** Where open transactions are watched, if that is not where rows are read. */
    static Optional<Database> primaryOf(SourceSettings settings) {
        return settings.primary().map(connection -> of(settings, connection));
    }

    private static Database of(SourceSettings settings, ConnectionSettings connection) {
        Dialect dialect = Dialect.find(settings.dialect(), connection.url())
                .orElseThrow(() -> new IllegalStateException("Validation lets no URL pass that no dialect accepts"));
        return new Database(dialect, connection, settings.retries().attempts());
    }

    Database within(Duration limit) {
        return new Database(dialect, connection.within(limit), 1);
    }

    @Override
    public Session open() throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return dialect.open(connection);
            } catch (SQLException e) {
                if (attempt >= attempts || !classify(e).isTransient()) {
                    throw e;
                }
            }
        }
    }

    NotificationSession listen(String channel) throws SQLException {
        return dialect.notifications()
                .orElseThrow(() -> new IllegalStateException("Validation lets no channel pass that cannot be heard"))
                .listen(connection, channel);
    }

    @Override
    public Failure classify(SQLException failure) {
        return dialect.classify(failure);
    }
}
