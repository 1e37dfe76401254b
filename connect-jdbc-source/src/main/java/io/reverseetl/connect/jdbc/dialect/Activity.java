// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a session saw of the transactions of others.
 *
 * @param clock the database's clock, read before everything else here
 * @param guarantee whether every transaction was seen that may still commit a row stamped before {@code clock}
 * @param open those that were: first the running ones were read, then the prepared ones, as a transaction moves from
 *     the former to the latter and never back
 * @param logPosition if asked for, the end of the write-ahead log, read after everything else: whoever has replayed it
 *     up to here sees every commit of a transaction that is not among the open ones
 */
public record Activity(
        Instant clock, Guarantee guarantee, List<OpenTransaction> open, Optional<LogPosition> logPosition) {

    /**
     * What to ask for.
     *
     * @param excludedRoles transactions of these roles are left out: whoever names them vouches for it that they write
     *     nothing
     * @param excludedApplications the same, by the name that a session gives itself
     */
    public record Request(List<String> excludedRoles, List<String> excludedApplications, boolean logPosition) {}

    /**
     * A place in a write-ahead log.
     *
     * @param cluster whose log it is: a standby has the cluster of its primary
     * @param bytes from the log's beginning
     */
    public record LogPosition(String cluster, long bytes) {}
}
