// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import org.apache.kafka.common.TopicPartition;

/** Marks of rows whose external id is in their values. */
final class Rows {

    private Rows() {}

    /** Fingerprints that differ where their text does, as far as a test can see; no id for an empty one. */
    static Mark mark(
            TopicPartition partition, String key, String id, String content, long sourceMicros, IdChange onChange) {
        return new Mark(
                new StateKey(partition, 2, key.hashCode()),
                1L + content.hashCode(),
                sourceMicros,
                id.isEmpty() ? Fingerprint.NONE : new Fingerprint(3, id.hashCode()),
                onChange);
    }
}
