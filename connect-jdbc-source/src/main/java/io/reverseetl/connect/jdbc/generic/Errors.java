// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import io.reverseetl.connect.jdbc.dialect.Failure;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Locale;

/** What the standard's SQLSTATEs mean, and where a driver has none, JDBC's kinds of exceptions. */
final class Errors {

    private Errors() {}

    static Failure classify(SQLException failure) {
        if (failure instanceof SQLTransientException || failure instanceof SQLRecoverableException) {
            return Failure.INTERRUPTED;
        }
        String state = String.valueOf(failure.getSQLState()).toUpperCase(Locale.ROOT);
        return switch (state) {
            case "42501" -> Failure.DENIED;
            // A table, a column, a schema, in the codes of ODBC and of PostgreSQL, which many have taken over.
            case "42S02", "42S22", "42P01", "42703", "3F000" -> Failure.MISSING_OBJECT;
            // Out of time, cancelled, shut down.
            case "HYT00", "HYT01", "HY008", "57014", "57P01" -> Failure.INTERRUPTED;
            default -> ofClass(state.substring(0, Math.min(2, state.length())));
        };
    }

    /** Of a failure to connect. No table and no value is asked for then, so what is wrong is what the driver was given. */
    static Failure classifyOpening(SQLException failure) {
        boolean network = failure.getCause() instanceof IOException || "08001".equals(failure.getSQLState());
        Failure kind = classify(failure);
        return switch (kind) {
            case INTERRUPTED, OTHER, BAD_VALUE, MISSING_OBJECT ->
                network ? Failure.UNREACHABLE : kind == Failure.INTERRUPTED ? kind : Failure.BAD_CONNECTION_PROPERTY;
            default -> kind;
        };
    }

    private static Failure ofClass(String type) {
        return switch (type) {
            case "08", "40", "53" -> Failure.INTERRUPTED;
            case "28" -> Failure.WRONG_PASSWORD;
            case "3D" -> Failure.UNKNOWN_DATABASE;
            case "22" -> Failure.BAD_VALUE;
            default -> Failure.OTHER;
        };
    }
}
