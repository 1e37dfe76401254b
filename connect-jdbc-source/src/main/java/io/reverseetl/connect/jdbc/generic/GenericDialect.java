// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

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
import java.util.Optional;
import java.util.Properties;

/** A database of any kind. */
public final class GenericDialect implements Dialect {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "GenericDatabaseDialect";
    }

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:");
    }

    @Override
    public Optional<String> problem(String url) {
        return SuppliedDriver.find(url).isPresent() ? Optional.empty() : Optional.of(SuppliedDriver.missing(url));
    }

    @Override
    public Session open(ConnectionSettings settings) throws SQLException {
        Driver driver = SuppliedDriver.find(settings.url())
                .orElseThrow(() -> new SQLException(SuppliedDriver.missing(settings.url())));
        try {
            Duration longest = settings.limit().orElse(LONGEST_CONNECT);
            Connection connection = BoundedConnect.connect(driver, settings.url(), driverProperties(settings), longest);
            Statements statements = new Statements(connection, settings.limit());
            try {
                connection.setAutoCommit(true);
                settings.isolation().set(connection);
                return GenericSession.of(statements, settings.quoting());
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
        properties.putAll(settings.driverProperties());
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password.value()));
        return properties;
    }
}
