// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Notifications;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.sql.OpenFailedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
            "authenticationPluginClassName", PasswordRequired.class.getName(),
            // A detail quotes the row that failed.
            "logServerErrorDetail", "false");

    /**
     * All text forms that are read or kept in offsets depend on the first of these. A locked table is given up soon and
     * tried again later, as the other tables of the task wait meanwhile.
     */
    private static final String SESSION_SETTINGS = "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD';"
            + " SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; SET default_transaction_read_only = on;"
            + " SET lock_timeout = '5s'";

    /**
     * The URLs that the driver reads, up to their parameters. It is asked about no others: of one that it does not
     * understand it logs the whole, with the password. An @ would come from a form with the password before the host,
     * which the driver takes for a part of the host's name and logs as such.
     */
    private static final Pattern URL = Pattern.compile(
            "jdbc:postgresql:(?://HOST(?:,HOST)*/)?[^@/?]*(?:\\?.*)?"
                    .replace("HOST", "(?:\\[[^]@/?]*]|[^]\\[@/?:,]*)(?::\\d{1,5})?"),
            Pattern.DOTALL);

    private static final List<String> TIMEOUTS = List.of("connectTimeout", "loginTimeout", "socketTimeout");

    @Override
    public String name() {
        return "PostgreSqlDatabaseDialect";
    }

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public Optional<String> problem(String url) {
        return reads(url)
                ? Optional.empty()
                : Optional.of("This is not a URL that the PostgreSQL driver understands. Write"
                        + " jdbc:postgresql://host:port/database, its parameters percent-encoded.");
    }

    private static boolean reads(String url) {
        try {
            return URL.matcher(url).matches() && driver().acceptsURL(url);
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
        return new PostgresSession(connect(settings));
    }

    @Override
    public Optional<Notifications> notifications() {
        return Optional.of(new PostgresNotifications());
    }

    static Connection connect(ConnectionSettings settings) throws SQLException {
        Driver driver = driver();
        try {
            Connection connection = driver.connect(url(settings), driverProperties(settings));
            if (connection == null) {
                throw new SQLException("The PostgreSQL driver does not understand the URL", "08001");
            }
            try {
                configure(connection, settings.limit());
                settings.isolation().set(connection);
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw OpenFailedException.of(TlsFailure.explained(e), settings, TlsFailure.classify(e));
        }
    }

    @Override
    public Failure classify(SQLException failure) {
        return failure instanceof OpenFailedException opening
                ? opening.kind()
                : SqlStates.classify(failure.getSQLState());
    }

    private static Properties driverProperties(ConnectionSettings settings) {
        Properties properties = new Properties();
        properties.putAll(DRIVER_DEFAULTS);
        properties.putAll(settings.driverProperties());
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password.value()));
        return properties;
    }

    /** Of a limit the URL has to say, as a parameter of it wins over a property; of one given twice the last counts. */
    private static String url(ConnectionSettings settings) {
        String url = settings.url();
        if (settings.limit().isEmpty()) {
            return url;
        }
        Properties given = org.postgresql.Driver.parseURL(url, driverProperties(settings));
        String timeouts = TIMEOUTS.stream()
                .map(timeout -> timeout + "="
                        + within(settings.limit().get(), given == null ? "0" : given.getProperty(timeout, "0")))
                .collect(Collectors.joining("&"));
        return url + (url.contains("?") ? "&" : "?") + timeouts;
    }

    /** What is no number is left for the driver to refuse, as it will without the limit; zero is no limit to it. */
    private static String within(Duration limit, String seconds) {
        long most = Math.max(1, limit.toSeconds());
        try {
            int given = Integer.parseInt(seconds);
            return Long.toString(given > 0 ? Math.min(given, most) : most);
        } catch (NumberFormatException e) {
            return URLEncoder.encode(seconds, StandardCharsets.UTF_8);
        }
    }

    private static void configure(Connection connection, Optional<Duration> limit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION_SETTINGS);
            if (limit.isPresent()) {
                statement.execute("SET statement_timeout = " + limit.get().toMillis());
            }
        }
    }
}
