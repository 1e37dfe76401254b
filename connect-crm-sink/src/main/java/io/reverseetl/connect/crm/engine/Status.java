// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the task's thread may know of the engine, as of the end of the loop's last step.
 *
 * @param safeOffsets the next offset to read after a restart, by partition
 * @param unsettled the partitions with records that have no outcome yet
 * @param handovers how many hand-overs of records the engine has taken in
 * @param unresolved records that have no outcome yet
 * @param full whether the engine wants no more records for now
 * @param failure why the task has to fail
 */
public record Status(
        Map<TopicPartition, Long> safeOffsets,
        Set<TopicPartition> unsettled,
        long handovers,
        int unresolved,
        boolean full,
        Optional<Failure> failure,
        Gauges gauges) {

    static final Status INITIAL = new Status(Map.of(), Set.of(), 0, 0, false, Optional.empty(), Gauges.IDLE);

    /**
     * Why the task has to fail.
     *
     * @param message what is wrong and what to do
     */
    public record Failure(String message, @Nullable Throwable cause) {}
}
