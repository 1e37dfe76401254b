// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

/** What an exception of the database means for whoever meets it. */
public enum Failure {
    /** Nobody answered: the host, the port or the network. */
    UNREACHABLE(true),
    /** The server or the connection went away, or another transaction was in the way: it passes by itself. */
    INTERRUPTED(true),
    WRONG_PASSWORD(false),
    WRONG_USER(false),
    UNKNOWN_DATABASE(false),
    /** What is passed on to the driver does not let it connect. */
    BAD_CONNECTION_PROPERTY(false),
    /** The role lacks a privilege. */
    DENIED(false),
    /** A table, column or type is not there (any more). */
    MISSING_OBJECT(false),
    /** A value could not be computed or converted. */
    BAD_VALUE(false),
    OTHER(false);

    private final boolean passing;

    Failure(boolean passing) {
        this.passing = passing;
    }

    /** Whether trying again later can help without anybody doing something. */
    public boolean isTransient() {
        return passing;
    }
}
