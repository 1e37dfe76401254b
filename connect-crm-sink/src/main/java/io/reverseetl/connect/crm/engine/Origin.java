// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import org.apache.kafka.common.TopicPartition;

/** Where a record comes from. The engine hands it back with the record's outcome. */
public interface Origin {

    /** The partition that was consumed, whatever a transform has made of the record's topic. */
    TopicPartition partition();

    long offset();

    /** About how much memory it takes to keep the record until its outcome. */
    int bytes();

    /** The coordinates in one word, for traces and messages. */
    default String coordinates() {
        return partition() + "-" + offset();
    }
}
