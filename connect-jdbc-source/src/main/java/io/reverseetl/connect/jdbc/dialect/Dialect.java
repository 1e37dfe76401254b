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

    /** Whether a JDBC URL is meant for a database of this kind, as its beginning says. */
    boolean accepts(String url);

    /** Why no driver reads the whole of a URL, and what to do; empty if one does. The URL is not repeated in it. */
    Optional<String> problem(String url);

    /** Connects, within the connect timeout. The exception's message holds no password, whatever the driver says. */
    Session open(ConnectionSettings settings) throws SQLException;

    /** What kind of failure an exception of a session, or of {@link #open}, stands for. */
    Failure classify(SQLException failure);

    /** How to be told of changes; empty if this kind of database does not offer that. */
    default Optional<Notifications> notifications() {
        return Optional.empty();
    }

    /** The dialects that this plugin brings: the one that takes what is left to it by the others comes last. */
    static List<Dialect> all() {
        return ServiceLoader.load(Dialect.class, Dialect.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** The dialect of that name, or without a name the first that accepts the URL. */
    static Optional<Dialect> find(Optional<String> name, String url) {
        return all().stream()
                .filter(dialect -> name.map(dialect.name()::equalsIgnoreCase).orElseGet(() -> dialect.accepts(url)))
                .findFirst();
    }
}
