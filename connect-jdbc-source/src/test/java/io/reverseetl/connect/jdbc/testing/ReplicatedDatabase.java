// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.awaitility.Awaitility;

/** An empty database of a test's own, and the address of a standby that follows it. */
public record ReplicatedDatabase(TestDatabase primary, String standbyUrl) {

    /** Reads from the standby; nothing tells the connector where the primary is. */
    public Map<String, String> configOfStandby(String... keysAndValues) {
        Map<String, String> config = primary.config(keysAndValues);
        config.put("connection.url", standbyUrl);
        return config;
    }

    /** Lets the standby catch up, so that it has the tables. The server of the tests commits before it writes its log. */
    public void awaitStandby() {
        Awaitility.await("for the standby")
                .until(() -> primary.query(
                                "SELECT bool_and(replay_lsn >= pg_current_wal_insert_lsn()) FROM pg_stat_replication")
                        .equals("t"));
    }

    public Connection connectToStandby() throws SQLException {
        return DriverManager.getConnection(standbyUrl, "postgres", "postgres");
    }

    /** How many statements the standby has cancelled in favour of replay. */
    public long standbyConflicts() throws SQLException {
        try (Connection connection = connectToStandby();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT conflicts FROM pg_stat_database WHERE datname = current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether the standby is at work on a statement with this word, for somebody else. */
    public boolean isReadFromStandby(String word) throws SQLException {
        try (Connection connection = connectToStandby();
                PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM pg_stat_activity"
                        + " WHERE state = 'active' AND query LIKE '%' || ? || '%' AND pid <> pg_backend_pid()")) {
            statement.setString(1, word);
            return statement.executeQuery().next();
        }
    }
}
