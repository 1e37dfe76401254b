// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.time.Instant;

/**
 * A transaction that has not ended.
 *
 * @param kind whether a session runs it
 * @param name what an administrator calls it: the process id of its session, or the id that it was prepared under
 * @param since when it began; of a prepared one, when it was prepared, as nothing says when it began
 * @param application what its session calls itself; blank if it does not, or if there is no session
 */
public record OpenTransaction(Kind kind, String name, Instant since, String application, String role) {

    /** How far a transaction has got. */
    public enum Kind {
        RUNNING,
        /** Prepared for a commit in two phases: no session shows it any more. */
        PREPARED
    }

    /** Names it inside a sentence. */
    public String description() {
        return kind == Kind.PREPARED
                ? "prepared transaction '" + name + "' (role " + role + ", prepared at " + since + ")"
                : "the transaction of pid " + name + " (application '" + application + "', role " + role + ", since "
                        + since + ")";
    }
}
