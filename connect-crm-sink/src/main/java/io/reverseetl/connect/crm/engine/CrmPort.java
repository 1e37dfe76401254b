// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/** Where the engine sends its batches. */
@FunctionalInterface
interface CrmPort {

    /** How many calls of the CRM's quota it takes to send a batch. */
    default int calls(Batch batch) {
        return 1;
    }

    /** Sends a batch and returns at once; {@link Engine#completed} is to be called later, never from within. */
    void send(Batch batch);
}
