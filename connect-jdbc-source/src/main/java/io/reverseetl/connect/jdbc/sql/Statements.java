// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements on one connection in autocommit, each its own transaction, and lets another thread cancel them. */
public final class Statements implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Statements.class);

    private final Connection connection;
    private final Optional<Duration> limit;
    private volatile @Nullable PreparedStatement running;

    /** Reads one row of a result. */
    public interface RowReader<T> {

        T read(ResultSet row) throws SQLException;
    }

    /**
     * Takes over a connection.
     *
     * @param limit how long a statement may take
     */
    public Statements(Connection connection, Optional<Duration> limit) {
        this.connection = connection;
        this.limit = limit;
    }

    public Connection connection() {
        return connection;
    }

    public <T> List<T> query(String sql, List<?> parameters, RowReader<T> reader) throws SQLException {
        return query(sql, parameters, 0, reader);
    }

    /**
     * Runs a query.
     *
     * @param maxRows rows that it returns at the most; 0 for all
     */
    public <T> List<T> query(String sql, List<?> parameters, int maxRows, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(maxRows);
            if (limit.isPresent()) {
                statement.setQueryTimeout((int) Math.max(1, limit.get().toSeconds()));
            }
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            running = statement;
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        } finally {
            running = null;
        }
    }

    /** Runs a statement that returns nothing. */
    public void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    /** Makes a query that runs in another thread fail soon. */
    public void cancel() {
        PreparedStatement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                log.debug("The statement could not be cancelled", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("The connection could not be closed", e);
        }
    }
}
