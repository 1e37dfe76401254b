// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** An empty database of a test's own on MariaDB, and a connection to prepare and change it with. */
public final class MariaDatabase {

    private final int port;
    private final String name;
    private final Connection connection;

    private MariaDatabase(int port, String name, Connection connection) {
        this.port = port;
        this.name = name;
        this.connection = connection;
    }

    static MariaDatabase create(int port, String name) {
        try (Connection admin = connect(port, "");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return new MariaDatabase(port, name, connect(port, name));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static Connection connect(int port, String name) throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/" + name + "?sslMode=disable", "root", "");
        try (Statement statement = connection.createStatement()) {
            // The driver would set the JVM's zone, in which tests write their literals.
            statement.execute("SET time_zone = '+00:00'");
        }
        return connection;
    }

    /** Another connection, for a transaction that stays open. */
    public Connection connect() throws SQLException {
        return connect(port, name);
    }

    public String name() {
        return name;
    }

    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + name;
    }

    public Map<String, String> config(String... keysAndValues) {
        return SourceConfig.of(url(), keysAndValues);
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

    /** Creates a user with the password "secret", and grants; {@code %s} stands for it. */
    public String user(String... grants) {
        String user = "user_" + name;
        execute("CREATE USER " + user + " IDENTIFIED BY 'secret'");
        for (String grant : grants) {
            execute(grant.formatted(user));
        }
        return user;
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
