// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmJob;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What the state remembers of a job until it is over: the part that holds records of one partition.
 *
 * @param partition the input partition that the records first came from
 * @param writes by the {@linkplain Fingerprint#ofExternalId external id}, what is known of an object once the job has
 *     written it; without those whose state is kept under their record key
 */
public record StoredJob(TopicPartition partition, CrmJob job, Map<Fingerprint, Known> writes) {

    public StoredJob {
        writes = Map.copyOf(writes);
    }

    /** What it is told apart by. */
    record Name(TopicPartition partition, CrmJob job) {}

    Name name() {
        return new Name(partition, job);
    }
}
