// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** One kind of database. Stateless: everything that is open hangs on a {@link Session}. */
public interface Dialect {

    /** The name that {@code dialect.name} takes, for example {@code PostgreSqlDatabaseDialect}. */
    String name();

    /** Whether the driver of this dialect understands the whole of a JDBC URL. */
    boolean accepts(String url);

    /** Connects, within the connect timeout. The exception's message holds no password, whatever the driver says. */
    Session open(ConnectionSettings settings) throws SQLException;

    /** What kind of failure an exception of a session, or of {@link #open}, stands for. */
    Failure classify(SQLException failure);

    /** The dialects that this plugin brings. */
    static List<Dialect> all() {
        return ServiceLoader.load(Dialect.class, Dialect.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** The dialect of that name, or without a name the one that accepts the URL. */
    static Optional<Dialect> find(Optional<String> name, String url) {
        return all().stream()
                .filter(dialect -> name.map(dialect.name()::equalsIgnoreCase).orElse(true) && dialect.accepts(url))
                .findFirst();
    }
}
