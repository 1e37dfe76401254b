// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.record.DeleteMode;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The config keys that the sink has for every CRM, in the order in which they are shown. */
final class SinkKeys {

    private static final String CRM = "CRM";
    private static final String RECORDS = "Records";
    private static final String THROUGHPUT = "Batches and memory";
    private static final String QUOTA = "Quota";
    private static final String FAILURE = "Failure";

    private static final ConfigDef.Validator NOT_EMPTY = new ConfigDef.NonEmptyString();
    private static final long ONE_DAY = Duration.ofDays(1).toMillis();

    static final Key<String> TYPE = Key.text("crm.type")
            .validated(NOT_EMPTY)
            .group(CRM)
            .importance(Importance.HIGH)
            .doc("The kind of CRM to write to: hubspot.");

    static final Key<String> URL = Key.text(CommonKeys.URL)
            .optional()
            .group(CRM)
            .importance(Importance.MEDIUM)
            .width(Width.LONG)
            .doc("The base URL of the CRM's API. By default the CRM's own public one.");

    static final Key<String> OBJECT = Key.text(CommonKeys.OBJECT)
            .optional()
            .group(CRM)
            .importance(Importance.HIGH)
            .doc("The type of the objects to write, for example contacts. For several see objects.");

    static final Key<String> ID_PROPERTY = Key.text(CommonKeys.ID_PROPERTY)
            .optional()
            .group(CRM)
            .importance(Importance.HIGH)
            .doc("The property that identifies an object in the CRM, for example customer_id. Its values must be unique"
                    + " there. A record creates the object if there is none with its id, and updates it otherwise.");

    static final Key<Boolean> VALIDATE_LIVE = Key.flag("validate.live")
            .defaultsTo(true)
            .group(CRM)
            .importance(Importance.LOW)
            .doc("Whether validation asks the CRM if the credentials work and the object type and id property exist,"
                    + " which takes 10 seconds at the most. Set it to false to change the config while the CRM cannot"
                    + " be reached.");

    static final Key<String> ID_FROM = Key.text("id.from")
            .defaultsTo("key")
            .validated(NOT_EMPTY)
            .group(RECORDS)
            .importance(Importance.HIGH)
            .doc("Where a record's external id comes from: key (one value, or a struct with one field), key.<field> or"
                    + " value.<field>. With value.<field> a row whose field changes becomes another object, and records"
                    + " of one object are in order only if they are in one partition.");

    static final Key<NullPolicy> NULL_POLICY = Key.choice(CommonKeys.NULL_POLICY, NullPolicy.class, SinkKeys::lowerCase)
            .defaultsTo("clear")
            .group(RECORDS)
            .importance(Importance.MEDIUM)
            .doc("What a field without a value does: clear empties the property, ignore leaves it as it is.");

    static final Key<List<String>> NULL_POLICY_FIELDS = Key.list("null.policy.fields")
            .defaultsTo("")
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc("Fields whose null means something else than null.policy says, as field:clear or field:ignore, for"
                    + " example phone:ignore.");

    static final Key<WriteMode> WRITE_MODE = Key.choice("write.mode", WriteMode.class, SinkKeys::lowerCase)
            .defaultsTo("upsert")
            .group(RECORDS)
            .importance(Importance.MEDIUM)
            .doc(
                    "What a record with a value does: upsert creates the object or updates it, update rejects the record if"
                            + " the object does not exist, insert if it does.");

    static final Key<DeleteMode> DELETE_MODE = Key.choice(CommonKeys.DELETE_MODE, DeleteMode.class, SinkKeys::lowerCase)
            .defaultsTo("fail")
            .group(RECORDS)
            .importance(Importance.MEDIUM)
            .doc(
                    "What a record without a value (a tombstone) does: ignore passes over it, fail rejects it, archive puts"
                            + " the object away, delete deletes it, gdpr deletes it for good with all that the CRM remembers of"
                            + " it, clear empties the properties of delete.clear.properties. A CRM may not know all of them.");

    static final Key<List<String>> CLEAR_PROPERTIES = Key.list(CommonKeys.CLEAR_PROPERTIES)
            .defaultsTo("")
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc("The properties that delete.mode=clear empties.");

    static final Key<Boolean> DRY_RUN = Key.flag("dry.run")
            .defaultsTo(false)
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc(
                    "Whether everything is done but the writes: records are read, checked, batched and counted, rejected ones"
                            + " are reported, and offsets are committed.");

    static final Key<List<String>> OBJECTS = Key.list("objects")
            .defaultsTo("")
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc("Object types, if the topics hold records of several, instead of crm.object. For each, for example"
                    + " contacts, objects.contacts.topic names its topic, and objects.contacts.<key> says what id.property,"
                    + " id.from, null.policy, null.policy.fields, write.mode, delete.mode or delete.clear.properties is"
                    + " for it alone.");

    static final Key<Integer> BATCH_MAX_RECORDS = Key.integer("batch.max.records")
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
            .doc("The calls that the account has within quota.window.ms, at the most. By default what the CRM's answers"
                    + " say.");

    static final Key<Duration> QUOTA_WINDOW = Key.millis("quota.window.ms")
            .defaultsTo(10_000L)
            .between(1, ONE_DAY)
            .group(QUOTA)
            .importance(Importance.LOW)
            .doc("The length of the window of quota.window.calls.");

    static final Key<Integer> QUOTA_DAILY_CALLS = Key.integer("quota.daily.calls")
            .optional()
            .group(QUOTA)
            .importance(Importance.LOW)
            .doc("The calls that the account has a day, for a CRM whose answers do not say. A task counts from its"
                    + " start.");

    static final Key<Integer> MAX_REJECTED = Key.integer("max.rejected.percent")
            .defaultsTo(100)
            .between(0, 100)
            .group(FAILURE)
            .importance(Importance.MEDIUM)
            .doc(
                    "When more of a task's records than this are rejected within guard.window.ms, of at least 100, the task"
                            + " fails. By default it never does for that.");

    static final Key<Integer> MAX_DELETES = Key.integer("max.deletes")
            .defaultsTo(Integer.MAX_VALUE)
            .between(0, Integer.MAX_VALUE)
            .group(FAILURE)
            .importance(Importance.MEDIUM)
            .doc(
                    "When a task is to delete, archive or erase more objects than this within guard.window.ms, it fails before"
                            + " the first that is too many. By default it never does for that.");

    static final Key<Duration> GUARD_WINDOW = Key.millis("guard.window.ms")
            .defaultsTo(3_600_000L)
            .between(1, ONE_DAY)
            .group(FAILURE)
            .importance(Importance.LOW)
            .doc("The time within which max.rejected.percent and max.deletes count; after it the count begins anew.");

    static final Key<Integer> BREAKER_FAILURES = Key.integer("breaker.failures")
            .defaultsTo(10)
            .between(1, 10_000)
            .group(FAILURE)
            .importance(Importance.LOW)
            .doc("After so many failed requests in a row the CRM is taken to be down: nothing is sent for"
                    + " breaker.open.ms and the partitions are paused. Then one request finds out whether it is back.");

    static final Key<Duration> BREAKER_OPEN = Key.millis("breaker.open.ms")
            .defaultsTo(10_000L)
            .between(1, ONE_DAY)
            .group(FAILURE)
            .importance(Importance.LOW)
            .doc("How long a CRM that is down is left alone before it is asked again.");

    static final Key<Duration> REQUEST_TIMEOUT = Key.millis("request.timeout.ms")
            .defaultsTo(30_000L)
            .between(1, ONE_DAY)
            .group(FAILURE)
            .importance(Importance.LOW)
            .doc("How long the CRM may take to answer a request. After that the request is sent again.");

    static final Key<Duration> RETRY_BACKOFF = Key.millis("retry.backoff.ms")
            .defaultsTo(500L)
            .between(1, ONE_DAY)
            .group(FAILURE)
            .importance(Importance.LOW)
            .doc("The longest wait after a first failure. Waits are random between zero and a bound that doubles with"
                    + " each failure. If the CRM says how long to wait, they come on top.");

    static final Key<Duration> RETRY_BACKOFF_MAX = Key.millis("retry.backoff.max.ms")
            .defaultsTo(60_000L)
            .between(1, ONE_DAY)
            .group(FAILURE)
            .importance(Importance.LOW)
            .doc("The longest wait between two retries, unless the CRM asks for a longer one.");

    static final Key<Duration> RETRY_TIMEOUT = Key.millis("retry.timeout.ms")
            .defaultsTo(600_000L)
            .between(0, Long.MAX_VALUE)
            .group(FAILURE)
            .importance(Importance.MEDIUM)
            .doc("How long a record is retried, counted from its first failure and without the waits that the CRM asks"
                    + " for. A failure after that is its last.");

    static final Key<TimeoutAction> RETRY_TIMEOUT_ACTION = Key.choice(
                    "retry.timeout.action", TimeoutAction.class, SinkKeys::lowerCase)
            .defaultsTo("fail")
            .group(FAILURE)
            .importance(Importance.MEDIUM)
            .doc("What happens to a record after retry.timeout.ms: fail stops the task, reject rejects the record.");

    static final Key<Duration> CLOSE_TIMEOUT = Key.millis("close.timeout.ms")
            .defaultsTo(2_000L)
            .between(0, 60_000)
            .group(FAILURE)
            .importance(Importance.LOW)
            .doc("How long a task that loses a partition waits for its requests, so that the partition's next owner"
                    + " does not overtake them.");

    private SinkKeys() {}

    static List<Key<?>> all() {
        return List.of(
                TYPE,
                URL,
                OBJECT,
                ID_PROPERTY,
                VALIDATE_LIVE,
                ID_FROM,
                NULL_POLICY,
                NULL_POLICY_FIELDS,
                WRITE_MODE,
                DELETE_MODE,
                CLEAR_PROPERTIES,
                OBJECTS,
                DRY_RUN,
                BATCH_MAX_RECORDS,
                BATCH_MAX_BYTES,
                BATCH_LINGER,
                MAX_IN_FLIGHT,
                BUFFER_MAX_BYTES,
                QUOTA_SHARE,
                QUOTA_DAILY_RESERVE,
                QUOTA_WINDOW_CALLS,
                QUOTA_WINDOW,
                QUOTA_DAILY_CALLS,
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
