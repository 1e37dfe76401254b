// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** An empty database of a test's own, and a connection to prepare and change it with. */
public final class TestDatabase {

    private final int port;
    private final String name;
    private final Connection connection;

    private TestDatabase(int port, String name, Connection connection) {
        this.port = port;
        this.name = name;
        this.connection = connection;
    }

    static TestDatabase create(EmbeddedPostgres server, String name) {
        try (Connection admin = server.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return new TestDatabase(server.getPort(), name, connect(server.getPort(), name));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/" + name;
    }

    /** A config that reads everything at once and looks again soon; a test adds its table and columns. */
    public Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector",
                "name", "test",
                "connection.url", url(),
                "connection.user", "postgres",
                "connection.password", "postgres",
                "mode", "timestamp",
                "timestamp.column.name", "updated_at",
                "topic.prefix", "db.",
                "poll.interval.ms", "20",
                "watermark.margin.ms", "0"));
        config.put("connection.backoff.ms", "200");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    public void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public String query(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Every row, each as the texts of its columns. */
    public List<List<String>> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> read = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                read.add(row);
            }
            return read;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Creates a role that may log in with the password "secret", and grants; {@code %s} stands for it. */
    public String role(String... grants) {
        String role = "role_" + name;
        execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        for (String grant : grants) {
            execute(grant.formatted(role));
        }
        return role;
    }

    /** Lets the server's clock go on by 30 ms, which is longer than the poll interval of {@link #config}. */
    public void waitAMoment() {
        execute("SELECT pg_sleep(0.03)");
    }

    /** Another connection, for a transaction that stays open. */
    public Connection connect() throws SQLException {
        return connect(port, name);
    }

    /** A connection to another database of the same server. */
    public Connection connectElsewhere() throws SQLException {
        return connect(port, "postgres");
    }

    private static Connection connect(int port, String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", "postgres");
        Connection connection =
                DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + name, properties);
        try (Statement statement = connection.createStatement()) {
            // The driver would set the JVM's zone, in which tests write their literals.
            statement.execute("SET TIME ZONE 'UTC'");
        }
        return connection;
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
