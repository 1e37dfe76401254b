// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import io.reverseetl.testing.crm.calls.CallLog;
import java.util.Map;

/** The body of {@code GET /_/stats}; a status of 0 counts connections that were closed without an answer. */
record StatsBody(
        long calls,
        Map<String, Map<Integer, Long>> callsByEndpointAndStatus,
        int maximumCallsPerSecond,
        Map<String, Integer> objects,
        long versions,
        Map<String, Long> rejectedInputsByCode) {

    static StatsBody of(CallLog.Summary calls, Map<String, Integer> objects, long versions) {
        return new StatsBody(
                calls.calls(),
                calls.byEndpointAndStatus(),
                calls.maximumPerSecond(),
                objects,
                versions,
                calls.rejectionsByCode());
    }
}
