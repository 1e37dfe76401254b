// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/** Where the engine sends its batches. */
@FunctionalInterface
interface CrmPort {

    /** Sends a batch and returns at once; {@link Engine#completed} is to be called later, never from within. */
    void send(Batch batch);
}
