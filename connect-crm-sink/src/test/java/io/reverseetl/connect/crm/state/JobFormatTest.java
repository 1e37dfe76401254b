// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.engine.Mark;
import io.reverseetl.connect.crm.engine.StoredJob;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.Operation;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class JobFormatTest {

    private static final TopicPartition PARTITION = new TopicPartition("warehouse.customers", 3);
    private static final CrmJob JOB =
            new CrmJob("Contact", Operation.UPSERT, "7505fEXAMPLE4C2AAM", Instant.ofEpochMilli(1_795_415_640_123L));

    private final StateFormat keys = new StateFormat();
    private final JobFormat format = new JobFormat();

    @Test
    void a_job_is_written_as_documented() {
        // Given
        StoredJob stored = new StoredJob(PARTITION, JOB, Map.of(new Fingerprint(1, 2), new Known(3, 4)));

        // When, then
        assertThat(new String(keys.key(PARTITION, JOB), UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"topic\":\"warehouse.customers\",\"partition\":3,\"job\":\"7505fEXAMPLE4C2AAM\"}");
        assertThat(new String(format.value(stored), UTF_8))
                .isEqualTo("{\"v\":1,\"object\":\"Contact\",\"operation\":\"UPSERT\",\"since\":1795415640123,"
                        + "\"writes\":\"AAAAAAAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQ=\"}");
    }

    @Test
    void what_is_written_can_be_read() throws Exception {
        // Given
        StoredJob stored = new StoredJob(
                PARTITION,
                JOB,
                Map.of(
                        new Fingerprint(-1, Long.MIN_VALUE), new Known(-5, Mark.NO_TIME),
                        new Fingerprint(7, 8), new Known(9, 10)));

        // When, then
        assertThat(keys.readKey(keys.key(PARTITION, JOB)).isJob()).isTrue();
        assertThat(format.read(keys.readKey(keys.key(PARTITION, JOB)), format.value(stored)))
                .isEqualTo(stored);
    }
}
