// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import io.reverseetl.testing.crm.calls.CallLog;
import io.reverseetl.testing.crm.http.Timestamps;
import io.reverseetl.testing.crm.quota.CallQuota;
import java.time.Instant;
import java.util.Map;

/**
 * The body of {@code GET /_/stats}; a status of 0 counts connections that were closed without an answer.
 *
 * @param now by the simulator's clock
 * @param quota HubSpot's
 */
record StatsBody(
        String now,
        CallQuota.Allowance quota,
        long calls,
        Map<String, Map<Integer, Long>> callsByEndpointAndStatus,
        int maximumCallsPerSecond,
        Map<String, Integer> objects,
        long versions,
        Map<String, Long> rejectedInputsByCode) {

    static StatsBody of(
            Instant now,
            CallQuota.Allowance quota,
            CallLog.Summary calls,
            Map<String, Integer> objects,
            long versions) {
        return new StatsBody(
                Timestamps.millis(now),
                quota,
                calls.calls(),
                calls.byEndpointAndStatus(),
                calls.maximumPerSecond(),
                objects,
                versions,
                calls.rejectionsByCode());
    }
}
