// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Something of which a task reads one page after another: a table, a part of one, a query. Each stream knows its own
 * place, and has at least one {@link SourcePartition} of its own.
 */
public interface Stream {

    /** What its positions are kept under: the first, if there are several. */
    SourcePartition partition();

    /** Later than any other time, and still one that can be subtracted from. */
    Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** What is read, as it stands inside a message: {@code table public.customers}. */
    String label();

    /** The earliest time at which a read makes sense. */
    Instant due();

    /** Says that the database may have changed. Whoever waits only for that becomes due. */
    default void wake(Instant now) {
        // What is read all over again, or in parts, has a pace of its own.
    }

    /** By the database's clock: what is stamped earlier has been read. Empty before that is known. */
    default Optional<Instant> readUpTo() {
        return Optional.empty();
    }

    /** Whether every row has been handed over that was committed when the stream was read for the first time. */
    default boolean caughtUp() {
        return false;
    }

    /** How far a stream is that reads rows once and then ends; empty for one that reads changes. From any thread. */
    default Optional<Progress> progress() {
        return Optional.empty();
    }

    /**
     * How far rows have been read.
     *
     * @param rows read so far, those of earlier runs included
     * @param estimatedRows how many there are, roughly; 0 if nobody knows
     */
    record Progress(long rows, long estimatedRows) {}

    /** Reads the next page, if it has rows, and moves behind it. */
    Optional<Step.Page> read(Session session, Instant now) throws SQLException;
}
