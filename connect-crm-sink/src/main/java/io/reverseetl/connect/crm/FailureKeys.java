// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The config keys of what happens when the CRM fails, or refuses records. */
final class FailureKeys {

    private static final String GROUP = "Failure";

    private static final long ONE_DAY = Duration.ofDays(1).toMillis();

    static final Key<Integer> MAX_REJECTED = Key.integer("max.rejected.percent")
            .defaultsTo(100)
            .between(0, 100)
            .group(GROUP)
            .importance(Importance.MEDIUM)
            .doc(
                    "When more of a task's records than this are rejected within `guard.window.ms`, of at least 100, the task"
                            + " fails. By default it never does for that.");

    static final Key<Integer> MAX_DELETES = Key.integer("max.deletes")
            .defaultsTo(Integer.MAX_VALUE)
            .between(0, Integer.MAX_VALUE)
            .group(GROUP)
            .importance(Importance.MEDIUM)
            .doc(
                    "When a task is to delete, archive or erase more objects than this within `guard.window.ms`, it fails before"
                            + " the first that is too many. By default it never does for that.");

    static final Key<Duration> GUARD_WINDOW = Key.millis("guard.window.ms")
            .defaultsTo(3_600_000L)
            .between(1, ONE_DAY)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc(
                    "The time within which `max.rejected.percent` and `max.deletes` count; after it the count begins anew.");

    static final Key<Integer> BREAKER_FAILURES = Key.integer("breaker.failures")
            .defaultsTo(10)
            .between(1, 10_000)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc(
                    "After so many failed requests in a row the CRM is taken to be down: nothing is sent for"
                            + " `breaker.open.ms` and the partitions are paused. Then one request finds out whether it is back.");

    static final Key<Duration> BREAKER_OPEN = Key.millis("breaker.open.ms")
            .defaultsTo(10_000L)
            .between(1, ONE_DAY)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("How long a CRM that is down is left alone before it is asked again.");

    static final Key<Duration> REQUEST_TIMEOUT = Key.millis("request.timeout.ms")
            .defaultsTo(30_000L)
            .between(1, ONE_DAY)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("How long the CRM may take to answer a request. After that the request is sent again.");

    static final Key<Duration> RETRY_BACKOFF = Key.millis("retry.backoff.ms")
            .defaultsTo(500L)
            .between(1, ONE_DAY)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The longest wait after a first failure. Waits are random between zero and a bound that doubles with"
                    + " each failure. If the CRM says how long to wait, they come on top.");

    static final Key<Duration> RETRY_BACKOFF_MAX = Key.millis("retry.backoff.max.ms")
            .defaultsTo(60_000L)
            .between(1, ONE_DAY)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The longest wait between two retries, unless the CRM asks for a longer one.");

    static final Key<Duration> RETRY_TIMEOUT = Key.millis("retry.timeout.ms")
            .defaultsTo(600_000L)
            .validated(ConfigDef.Range.atLeast(0L))
            .group(GROUP)
            .importance(Importance.MEDIUM)
            .doc("How long a record is retried, counted from its first failure and without the waits that the CRM asks"
                    + " for. A failure after that is its last.");

    static final Key<TimeoutAction> RETRY_TIMEOUT_ACTION = Key.choice(
                    "retry.timeout.action", TimeoutAction.class, FailureKeys::lowerCase)
            .defaultsTo("fail")
            .group(GROUP)
            .importance(Importance.MEDIUM)
            .doc("What happens to a record after `retry.timeout.ms`: `fail` fails the task, `reject` rejects the"
                    + " record.");

    static final Key<Duration> CLOSE_TIMEOUT = Key.millis("close.timeout.ms")
            .defaultsTo(2_000L)
            .between(0, 60_000)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("How long a task that loses a partition waits for its requests, so that the partition's next owner"
                    + " does not overtake them.");

    private FailureKeys() {}

    static List<Key<?>> all() {
        return List.of(
                REQUEST_TIMEOUT,
                RETRY_BACKOFF,
                RETRY_BACKOFF_MAX,
                RETRY_TIMEOUT,
                RETRY_TIMEOUT_ACTION,
                MAX_REJECTED,
                MAX_DELETES,
                GUARD_WINDOW,
                BREAKER_FAILURES,
                BREAKER_OPEN,
                CLOSE_TIMEOUT);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
