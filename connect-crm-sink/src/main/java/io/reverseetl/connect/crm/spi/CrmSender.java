// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.concurrent.CompletionStage;

/** Sends batches to a CRM. */
public interface CrmSender {

    /**
     * Sends a batch and returns at once. Every trouble with the request is an outcome; a stage that completes with an
     * exception is an error in the adapter, and fails the task.
     */
    CompletionStage<CrmAnswer> send(CrmBatch batch);

    /** How many calls it takes to send a batch. */
    default int calls(CrmBatch batch) {
        return 1;
    }
}
