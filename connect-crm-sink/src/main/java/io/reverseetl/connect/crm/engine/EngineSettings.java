// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/**
 * The engine's part of the config.
 *
 * @param maxBatchRecords writes a request
 * @param maxBatchBytes about how many bytes a request may take
 * @param lingerMillis how long a write waits for others to share its request
 * @param maxInFlight requests on their way at a time
 * @param maxBufferedBytes about how much memory records may take; above it no more are wanted, until half is free
 * @param retryTimeoutMillis how long a record is retried after its first failure, without the waits that the CRM asks
 *     for
 * @param timeoutAction what happens to the record then
 * @param guard what is too much of what may be a mistake
 */
public record EngineSettings(
        int maxBatchRecords,
        int maxBatchBytes,
        long lingerMillis,
        int maxInFlight,
        long maxBufferedBytes,
        long retryTimeoutMillis,
        TimeoutAction timeoutAction,
        GuardSettings guard) {

    /** Settings under which nothing is too much. */
    EngineSettings(
            int maxBatchRecords,
            int maxBatchBytes,
            long lingerMillis,
            int maxInFlight,
            long maxBufferedBytes,
            long retryTimeoutMillis,
            TimeoutAction timeoutAction) {
        this(
                maxBatchRecords,
                maxBatchBytes,
                lingerMillis,
                maxInFlight,
                maxBufferedBytes,
                retryTimeoutMillis,
                timeoutAction,
                GuardSettings.NONE);
    }

    /** What to do with a record that could not be written until its deadline. */
    public enum TimeoutAction {
        FAIL,
        REJECT
    }
}
