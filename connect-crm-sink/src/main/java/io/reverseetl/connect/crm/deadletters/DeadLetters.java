// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.deadletters;

import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.concurrent.Future;

/** Takes rejected records. For the task's thread alone. */
public interface DeadLetters {

    /**
     * Puts a record aside and returns at once.
     *
     * @return done once the record is safe; its offset must not be committed before
     * @throws org.apache.kafka.connect.errors.ConnectException if the task has to fail instead
     */
    Future<?> add(ConsumedRecord record, Reason reason);
}
