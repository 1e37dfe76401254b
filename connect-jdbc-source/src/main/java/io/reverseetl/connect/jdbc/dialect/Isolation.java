// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.OptionalInt;

/** The isolation of the transactions that read. */
public enum Isolation {
    DEFAULT(OptionalInt.empty()),
    READ_UNCOMMITTED(OptionalInt.of(Connection.TRANSACTION_READ_UNCOMMITTED)),
    READ_COMMITTED(OptionalInt.of(Connection.TRANSACTION_READ_COMMITTED)),
    REPEATABLE_READ(OptionalInt.of(Connection.TRANSACTION_REPEATABLE_READ)),
    SERIALIZABLE(OptionalInt.of(Connection.TRANSACTION_SERIALIZABLE)),
    /** A level of SQL Server's alone, by the number that its driver gives it. */
    SQL_SERVER_SNAPSHOT(OptionalInt.of(4096));

    private final OptionalInt level;

    Isolation(OptionalInt level) {
        this.level = level;
    }

    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sets a connection's level, unless the database's own is to stay. */
    public void set(Connection connection) throws SQLException {
        if (level.isPresent()) {
            try {
                connection.setTransactionIsolation(level.getAsInt());
            } catch (SQLException e) {
                throw new SQLException(
                        "transaction.isolation.mode=" + spelling() + " is refused, remove it: " + e.getMessage(),
                        e.getSQLState(),
                        e.getErrorCode(),
                        e);
            }
        }
    }
}
