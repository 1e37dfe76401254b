// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.Operation;
import java.util.Optional;

/** Where the engine sends its batches. */
@FunctionalInterface
interface CrmPort {

    /** How many calls of the CRM's quota it takes to send a batch. */
    default int calls(Batch batch) {
        return 1;
    }

    /** When lanes that wait are a backlog; nothing if there is no such thing. */
    default Optional<Backlog> backlog(String object, Operation operation) {
        return Optional.empty();
    }

    /**
     * Sends a batch, or asks about the job that it has become, and returns at once; {@link Engine#completed} is to be
     * called later, never from within.
     */
    void send(Batch batch);

    /** The same for a question about a job that was begun before. */
    default void ask(EarlierJob job) {
        throw new UnsupportedOperationException("This CRM has no jobs");
    }
}
