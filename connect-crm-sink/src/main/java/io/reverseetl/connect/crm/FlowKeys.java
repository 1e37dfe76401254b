// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The config keys of how much is sent at a time, and how often. */
final class FlowKeys {

    private static final String THROUGHPUT = "Batches and memory";
    private static final String QUOTA = "Quota";

    private static final long ONE_DAY = Duration.ofDays(1).toMillis();

    static final Key<Integer> BATCH_MAX_RECORDS = Key.integer(CommonKeys.BATCH_MAX_RECORDS)
            .optional()
            .group(THROUGHPUT)
            .importance(Importance.MEDIUM)
            .doc("The most records in one request. By default as many as the CRM takes.");

    static final Key<Integer> BATCH_MAX_BYTES = Key.integer("batch.max.bytes")
            .defaultsTo(1_000_000)
            .between(1, Integer.MAX_VALUE)
            .group(THROUGHPUT)
            .importance(Importance.LOW)
            .doc("About how many bytes one request may have. A record that is longer by itself is sent alone.");

    static final Key<Duration> BATCH_LINGER = Key.millis("batch.linger.ms")
            .defaultsTo(50L)
            .between(0, 60_000)
            .group(THROUGHPUT)
            .importance(Importance.LOW)
            .doc("How long a record waits for others to share its request.");

    static final Key<Integer> MAX_IN_FLIGHT = Key.integer("max.in.flight.requests")
            .defaultsTo(4)
            .between(1, 64)
            .group(THROUGHPUT)
            .importance(Importance.MEDIUM)
            .doc("The most requests that a task has on their way at a time. Records of one object keep their order"
                    + " whatever this is.");

    static final Key<Integer> BUFFER_MAX_BYTES = Key.integer("buffer.max.bytes")
            .defaultsTo(32 << 20)
            .between(1, Integer.MAX_VALUE)
            .group(THROUGHPUT)
            .importance(Importance.LOW)
            .doc("About how much memory, in bytes, a task's records without an outcome may take. Above it the task's"
                    + " partitions are paused until half of it is free.");

    static final Key<Integer> QUOTA_SHARE = Key.integer("quota.share.percent")
            .defaultsTo(100)
            .between(1, 100)
            .group(QUOTA)
            .importance(Importance.MEDIUM)
            .doc(
                    "The part of the CRM account's calls that this connector may make. Its tasks share it alike. Connectors"
                            + " that write to one account should have 100 together.");

    static final Key<Integer> QUOTA_DAILY_RESERVE = Key.integer("quota.daily.reserve.percent")
            .defaultsTo(10)
            .between(0, 100)
            .group(QUOTA)
            .importance(Importance.MEDIUM)
            .doc("The part of the account's calls a day that is left to others. When no more is left, the connector"
                    + " stops sending and asks once an hour whether the CRM's day has ended.");

    static final Key<Integer> QUOTA_WINDOW_CALLS = Key.integer("quota.window.calls")
            .optional()
            .group(QUOTA)
            .importance(Importance.LOW)
            .doc(
                    "The calls that the account has within `quota.window.ms`, at the most. By default what the CRM's answers"
                            + " say.");

    static final Key<Duration> QUOTA_WINDOW = Key.millis("quota.window.ms")
            .defaultsTo(10_000L)
            .between(1, ONE_DAY)
            .group(QUOTA)
            .importance(Importance.LOW)
            .doc("The length of the window of `quota.window.calls`.");

    static final Key<Integer> QUOTA_DAILY_CALLS = Key.integer("quota.daily.calls")
            .optional()
            .group(QUOTA)
            .importance(Importance.LOW)
            .doc("The calls that the account has a day, for a CRM whose answers do not say. A task counts from its"
                    + " start.");

    private FlowKeys() {}

    static List<Key<?>> all() {
        return List.of(
                BATCH_MAX_RECORDS,
                BATCH_MAX_BYTES,
                BATCH_LINGER,
                MAX_IN_FLIGHT,
                BUFFER_MAX_BYTES,
                QUOTA_SHARE,
                QUOTA_DAILY_RESERVE,
                QUOTA_WINDOW_CALLS,
                QUOTA_WINDOW,
                QUOTA_DAILY_CALLS);
    }
}
