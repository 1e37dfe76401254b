// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import io.reverseetl.connect.jdbc.dialect.Failure;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;

/** What the server's error codes mean, and where it has none, the class of the SQLSTATE (its first two characters). */
final class Errors {

    private Errors() {}

    static Failure classify(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case 1045, 1698 -> Failure.WRONG_PASSWORD;
            case 1049 -> Failure.UNKNOWN_DATABASE;
            case 1044, 1142, 1143, 1227, 1370 -> Failure.DENIED;
            case 1051, 1054, 1146 -> Failure.MISSING_OBJECT;
            // Too many connections, of all or of this user; the server shuts down.
            case 1040, 1203, 1226, 1053 -> Failure.INTERRUPTED;
            // A lock that was not to be had, a deadlock, a table that was altered in between.
            case 1205, 1213, 1412 -> Failure.INTERRUPTED;
            // Killed or out of time: of both servers, then MariaDB's, then MySQL's.
            case 1317, 1927, 1969, 3024 -> Failure.INTERRUPTED;
            default -> ofState(failure);
        };
    }

    /** Of a failure to connect. No table and no value is asked for then, so what is wrong is what the driver was given. */
    static Failure classifyOpening(SQLException failure) {
        Failure kind = classify(failure);
        boolean network = failure.getCause() instanceof IOException;
        return switch (kind) {
            case INTERRUPTED -> network ? Failure.UNREACHABLE : kind;
            case MISSING_OBJECT, BAD_VALUE, OTHER -> network ? Failure.UNREACHABLE : Failure.BAD_CONNECTION_PROPERTY;
            default -> kind;
        };
    }

    private static Failure ofState(SQLException failure) {
        if (failure instanceof SQLTimeoutException || failure instanceof SQLTransientException) {
            return Failure.INTERRUPTED;
        }
        String state = String.valueOf(failure.getSQLState());
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "40" -> Failure.INTERRUPTED;
            case "28" -> Failure.WRONG_PASSWORD;
            case "22" -> Failure.BAD_VALUE;
            default -> Failure.OTHER;
        };
    }
}
