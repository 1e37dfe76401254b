// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.types.Password;

/** PostgreSQL 10 and newer. */
public final class PostgresDialect implements Dialect {

    /** Sessions of this name only read, so the upper bound need not wait for them. */
    static final String APPLICATION_NAME = "reverseetl-jdbc-source";

    /** Without time limits of its own the driver waits for ever for a server that has gone silent. */
    private static final Map<String, String> DRIVER_DEFAULTS = Map.of(
            "ApplicationName", APPLICATION_NAME,
            "connectTimeout", "10",
            "loginTimeout", "10",
            "socketTimeout", "300",
            "cancelSignalTimeout", "2",
            "tcpKeepAlive", "true",
            // A detail quotes the row that failed.
            "logServerErrorDetail", "false");

    /** All text forms that are read or kept in offsets depend on these. */
    private static final String SESSION_SETTINGS = "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD';"
            + " SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; SET default_transaction_read_only = on";

    @Override
    public String name() {
        return "PostgreSqlDatabaseDialect";
    }

    @Override
    public boolean accepts(String url) {
        try {
            return url.startsWith("jdbc:postgresql:") && driver().acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The bundled driver, found without DriverManager, which other plugins' class loaders share. */
    private static Driver driver() throws SQLException {
        for (Driver candidate : ServiceLoader.load(Driver.class, PostgresDialect.class.getClassLoader())) {
            if (candidate.getClass().getName().equals("org.postgresql.Driver")) {
                return candidate;
            }
        }
        throw new SQLException("The plugin's folder lacks the PostgreSQL driver: unpack its archive anew");
    }

    @Override
    public Session open(ConnectionSettings settings) throws SQLException {
        try {
            Connection connection = driver().connect(settings.url(), driverProperties(settings));
            if (connection == null) {
                throw new SQLException("The PostgreSQL driver does not understand the URL", "08001");
            }
            try {
                configure(connection, settings.limit());
                return new PostgresSession(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw withoutSecrets(e, settings);
        }
    }

    @Override
    public Failure classify(SQLException failure) {
        return SqlStates.classify(failure.getSQLState());
    }

    private static Properties driverProperties(ConnectionSettings settings) {
        Properties properties = new Properties();
        properties.putAll(DRIVER_DEFAULTS);
        properties.putAll(settings.driverProperties());
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password.value()));
        settings.limit().ifPresent(limit -> {
            String seconds = Long.toString(Math.max(1, limit.toSeconds()));
            properties.setProperty("connectTimeout", seconds);
            properties.setProperty("loginTimeout", seconds);
            properties.setProperty("socketTimeout", seconds);
        });
        return properties;
    }

    private static void configure(Connection connection, Optional<Duration> limit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION_SETTINGS);
            if (limit.isPresent()) {
                statement.execute("SET statement_timeout = " + limit.get().toMillis());
            }
        }
    }

    /** The driver quotes the URL in some messages, and a URL can hold a password. */
    private static SQLException withoutSecrets(SQLException failure, ConnectionSettings settings) {
        String url = settings.url();
        String message = String.valueOf(failure.getMessage()).replace(url, "[url]");
        List<String> secrets = List.of(
                url.substring(url.indexOf('?') + 1),
                settings.password().map(Password::value).orElse(""));
        for (String secret : secrets) {
            message = secret.isEmpty() ? message : message.replace(secret, "[hidden]");
        }
        SQLException safe = new SQLException(message, failure.getSQLState());
        safe.setStackTrace(failure.getStackTrace());
        // What the network said names hosts and ports only.
        return failure.getCause() instanceof IOException network ? (SQLException) safe.initCause(network) : safe;
    }
}
