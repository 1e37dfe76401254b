// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import org.apache.kafka.common.TopicPartition;

/**
 * What the state is kept under: one object as one input partition knows it. The object's type and external id, or its
 * type and the record key if ids come out of values, are a fingerprint of 128 bits: an id may be personal data, and
 * millions of keys have to fit into memory.
 *
 * @param partition the input partition that the record first came from, also if it is replayed from somewhere else
 */
public record StateKey(TopicPartition partition, long high, long low) {

    Fingerprint fingerprint() {
        return new Fingerprint(high, low);
    }
}
