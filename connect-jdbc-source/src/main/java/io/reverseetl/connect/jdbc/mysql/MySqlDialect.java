// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.sql.OpenFailedException;
import io.reverseetl.connect.jdbc.sql.Statements;
import io.reverseetl.connect.jdbc.sql.SuppliedDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** MariaDB 10.5 and MySQL 8.0, and newer. */
public final class MySqlDialect implements Dialect {

    /** In milliseconds, as both drivers count. Without time limits they wait for ever for a server gone silent. */
    private static final Map<String, String> DRIVER_DEFAULTS =
            Map.of("connectTimeout", "10000", "socketTimeout", "300000", "tcpKeepAlive", "true");

    /**
     * Every text of a timestamp depends on the first of these. The second lets zero dates be read as the texts that they
     * are. A locked table is given up soon and tried again later, as the other tables of the task wait meanwhile. The
     * isolation is what the list of transactions needs to show our own.
     */
    private static final String SESSION_SETTINGS =
            "SET time_zone = '+00:00', sql_mode = '', lock_wait_timeout = 5," + " innodb_lock_wait_timeout = 5";

    private static final String READ_ONLY = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    @Override
    public String name() {
        return "MySqlDatabaseDialect";
    }

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
    }

    @Override
    public Optional<String> problem(String url) {
        return accepts(url)
                ? SuppliedDriver.find(url).isPresent() ? Optional.empty() : Optional.of(SuppliedDriver.missing(url))
                : Optional.of("This dialect reads URLs such as jdbc:mariadb://host:3306/shop.");
    }

    @Override
    public Session open(ConnectionSettings settings) throws SQLException {
        Driver driver = SuppliedDriver.find(settings.url())
                .orElseThrow(() -> new SQLException(SuppliedDriver.missing(settings.url())));
        try {
            Connection connection = driver.connect(settings.url(), driverProperties(settings));
            Statements statements = new Statements(connection, settings.limit());
            try {
                limit(connection, settings.limit());
                statements.execute(SESSION_SETTINGS);
                statements.execute(READ_ONLY);
                return MySqlSession.of(statements);
            } catch (SQLException | RuntimeException e) {
                statements.close();
                throw e;
            }
        } catch (SQLException e) {
            throw OpenFailedException.of(e, settings, Errors.classifyOpening(e));
        }
    }

    @Override
    public Failure classify(SQLException failure) {
        return failure instanceof OpenFailedException opening ? opening.kind() : Errors.classify(failure);
    }

    private static Properties driverProperties(ConnectionSettings settings) {
        Properties properties = new Properties();
        properties.putAll(DRIVER_DEFAULTS);
        properties.putAll(settings.driverProperties());
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password.value()));
        settings.limit().ifPresent(limit -> properties.setProperty("connectTimeout", Long.toString(limit.toMillis())));
        return properties;
    }

    /** Of the connection and not of the driver: a parameter of the URL cannot undo it. */
    private static void limit(Connection connection, Optional<Duration> limit) throws SQLException {
        if (limit.isPresent()) {
            connection.setNetworkTimeout(Runnable::run, (int) limit.get().toMillis());
        }
    }
}
