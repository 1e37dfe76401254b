// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.calls;

import io.reverseetl.testing.crm.http.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every call since the start, without bodies. */
public final class CallLog {

    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Map<Integer, Long>> byEndpointAndStatus = new TreeMap<>();
    private final Map<String, Long> rejectionsByCode = new TreeMap<>();
    private final Map<Long, Integer> bySecond = new HashMap<>();
    private int maximumPerSecond;

    synchronized void add(
            Exchange exchange, int status, Instant acceptedAt, Duration duration, Optional<String> fault) {
        calls.add(new Call(
                calls.size() + 1L,
                exchange.method(),
                exchange.path(),
                exchange.endpoint(),
                status,
                exchange.inputs(),
                acceptedAt,
                duration,
                fault));
        byEndpointAndStatus
                .computeIfAbsent(exchange.endpoint(), none -> new TreeMap<>())
                .merge(status, 1L, Long::sum);
        exchange.rejections().forEach(code -> rejectionsByCode.merge(code, 1L, Long::sum));
        maximumPerSecond = Math.max(maximumPerSecond, bySecond.merge(acceptedAt.getEpochSecond(), 1, Integer::sum));
    }

    /** Up to {@code limit} calls, from the first whose seq is greater than {@code after}. */
    public synchronized List<Call> after(long after, int limit) {
        int from = (int) Math.max(0, Math.min(after, calls.size()));
        int to = (int) Math.min(calls.size(), (long) from + limit);
        return List.copyOf(calls.subList(from, to));
    }

    public synchronized Summary summary() {
        Map<String, Map<Integer, Long>> counts = new TreeMap<>();
        byEndpointAndStatus.forEach((endpoint, byStatus) -> counts.put(endpoint, new TreeMap<>(byStatus)));
        return new Summary(calls.size(), counts, maximumPerSecond, new TreeMap<>(rejectionsByCode));
    }

    /**
     * Counts since the start.
     *
     * @param maximumPerSecond the most calls that were accepted within one second of the clock
     * @param rejectionsByCode refused records by the CRM's code; one that is sent again counts again
     */
    public record Summary(
            long calls,
            Map<String, Map<Integer, Long>> byEndpointAndStatus,
            int maximumPerSecond,
            Map<String, Long> rejectionsByCode) {}
}
