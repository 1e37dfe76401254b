// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.MissingTableException;
import io.reverseetl.connect.jdbc.dialect.UnreadableValueException;
import java.sql.SQLException;

/** Says what a failure of the database was, and what to do about it. */
public final class FailureText {

    private FailureText() {}

    /** A sentence or two, without a field's value: those of data errors quote them, so they are left out. */
    public static String of(Failure failure, SQLException e) {
        if (e instanceof UnreadableValueException || e instanceof MissingTableException) {
            return String.valueOf(e.getMessage());
        }
        String state = " (SQLSTATE " + e.getSQLState() + ").";
        return failure == Failure.BAD_VALUE
                ? "a value could not be computed or converted" + state + advice(failure)
                : e.getMessage() + state + advice(failure);
    }

    private static String advice(Failure failure) {
        return switch (failure) {
            case UNREACHABLE -> " Check connection.url, and that the database accepts connections from this worker.";
            case INTERRUPTED -> "";
            case WRONG_PASSWORD -> " Check connection.password.";
            case WRONG_USER -> " Check connection.user, and that the server's pg_hba.conf lets it in from this worker.";
            case UNKNOWN_DATABASE -> " Check the database's name in connection.url.";
            case BAD_CONNECTION_PROPERTY ->
                " Check the connection.* properties that are passed on to the driver, and the"
                        + " parameters in connection.url.";
            case DENIED -> " GRANT the connector's role USAGE on the schema and SELECT on the table.";
            case MISSING_OBJECT -> " Create it again, or take it out of the connector's config.";
            case BAD_VALUE -> " Check the stored offset, and what the view or generated column computes.";
            case OTHER -> " Correct the cause, then restart the task.";
        };
    }
}
