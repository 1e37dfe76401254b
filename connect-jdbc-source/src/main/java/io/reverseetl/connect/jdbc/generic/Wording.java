// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import io.reverseetl.connect.jdbc.sql.Statements;
import java.sql.SQLException;
import java.util.List;

/**
 * What databases say in different words, found by trying: the clock, and a limit to the rows of a query.
 *
 * @param clock a query for the time now
 * @param limit what follows a query, {@code %d} for the number of rows; blank if the database knows none of the forms
 */
record Wording(String clock, String limit) {

    private static final List<String> CLOCKS = List.of(
            "SELECT CURRENT_TIMESTAMP",
            "SELECT CURRENT_TIMESTAMP FROM DUAL",
            "VALUES CURRENT_TIMESTAMP",
            "SELECT CURRENT_TIMESTAMP FROM SYSIBM.SYSDUMMY1");

    private static final List<String> LIMITS = List.of(" LIMIT %d", " FETCH FIRST %d ROWS ONLY");

    static Wording of(Statements statements) throws SQLException {
        String clock = "";
        SQLException refused = new SQLException("The database was not asked for its clock");
        for (String candidate : CLOCKS) {
            try {
                statements.query(candidate, List.of(), row -> row);
                clock = candidate;
                break;
            } catch (SQLException e) {
                refused = e;
            }
        }
        if (clock.isEmpty()) {
            throw refused;
        }
        return new Wording(clock, limit(statements, clock));
    }

    private static String limit(Statements statements, String clock) {
        for (String candidate : LIMITS) {
            try {
                statements.query(clock + candidate.formatted(1), List.of(), row -> row);
                return candidate;
            } catch (SQLException e) {
                // Not this one. If it is the connection that failed, the next statement will say so.
            }
        }
        return "";
    }
}
