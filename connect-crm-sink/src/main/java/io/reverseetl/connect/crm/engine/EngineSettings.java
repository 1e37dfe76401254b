// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/**
 * The engine's part of the config.
 *
 * @param maxBatchRecords writes a request
 * @param maxBatchBytes about how many bytes a request may take
 * @param lingerMillis how long a write waits for others to share its request
 * @param maxInFlight requests on their way at a time
 * @param maxBufferedBytes above it no more records are wanted, until half of it is free again
 * @param retryTimeoutMillis how long a record is retried after its first failure
 * @param timeoutAction what happens to the record then
 */
public record EngineSettings(
        int maxBatchRecords,
        int maxBatchBytes,
        long lingerMillis,
        int maxInFlight,
        long maxBufferedBytes,
        long retryTimeoutMillis,
        TimeoutAction timeoutAction) {

    /** What to do with a record that could not be written until its deadline. */
    public enum TimeoutAction {
        FAIL,
        REJECT
    }
}
