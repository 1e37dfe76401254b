// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Failure;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's and its driver's SQLSTATEs mean, from the exact code to its class (the first two characters). */
final class SqlStates {

    private SqlStates() {}

    static Failure classify(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return Failure.OTHER;
        }
        return switch (state) {
            case "08001", "08004" -> Failure.UNREACHABLE;
            case "28P01" -> Failure.WRONG_PASSWORD;
            case "3D000" -> Failure.UNKNOWN_DATABASE;
            case "42501" -> Failure.DENIED;
            case "42703", "42P01", "42704", "3F000" -> Failure.MISSING_OBJECT;
            // Cancelled (by a statement timeout or an administrator), shut down, starting up, idle for too long.
            case "57014", "57P01", "57P02", "57P03", "57P05" -> Failure.INTERRUPTED;
            // A lock that was not to be had, an object in use.
            case "55P03", "55006" -> Failure.INTERRUPTED;
            default -> ofClass(state.substring(0, 2));
        };
    }

    /** Of a failure to connect. No table and no value is asked for then, so what is wrong is what the driver was given. */
    static Failure classifyOpening(@Nullable String state) {
        Failure failure = classify(state);
        return switch (failure) {
            case MISSING_OBJECT, BAD_VALUE, OTHER -> Failure.BAD_CONNECTION_PROPERTY;
            default -> failure;
        };
    }

    private static Failure ofClass(String type) {
        return switch (type) {
            // Connection lost; serialization, deadlock or recovery conflict; too many connections, out of memory.
            case "08", "40", "53" -> Failure.INTERRUPTED;
            case "28" -> Failure.WRONG_USER;
            case "22" -> Failure.BAD_VALUE;
            default -> Failure.OTHER;
        };
    }
}
