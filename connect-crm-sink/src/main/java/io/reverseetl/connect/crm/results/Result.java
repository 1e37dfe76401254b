// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.results;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What became of one record.
 *
 * @param key the record's key: a {@code String}, {@code Boolean}, {@code Number} or {@code Map} of such; anything else is
 *     told as text
 * @param outcome {@code written}, {@code unchanged}, {@code superseded}, {@code ignored} or {@code rejected}
 * @param crmId the CRM's own id of the object; empty if it is not known
 * @param created whether the object is new; nothing if nothing was written
 * @param reason why it was rejected, in one line without any value; empty if it was not
 * @param attempts how many batches it was sent in
 * @param latency from when the task took it in to its outcome
 * @param takenAt when the record was written to its topic, in milliseconds since 1970
 * @param at when it had its outcome
 */
public record Result(
        TopicPartition partition,
        long offset,
        @Nullable Object key,
        String outcome,
        String crmId,
        Optional<Boolean> created,
        String reason,
        int attempts,
        Duration latency,
        long takenAt,
        Instant at) {

    /** Without the key, which may be personal data. */
    @Override
    public String toString() {
        return partition + "-" + offset + " " + outcome;
    }
}
