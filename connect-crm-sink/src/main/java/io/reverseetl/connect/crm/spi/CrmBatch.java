// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.List;

/**
 * Writes that go to the CRM in one request.
 *
 * @param object the object type that all of them are of; they ask for the same {@link #operation} too
 * @param writes at least one, and at most {@link CrmAdapterProvider#maxBatchRecords} or, of a backlog, {@link
 *     Backlog#maxRecords}
 */
public record CrmBatch(String object, List<CrmWrite> writes) {

    public CrmBatch {
        writes = List.copyOf(writes);
    }

    /** What the writes ask for. */
    public Operation operation() {
        return writes.get(0).operation();
    }
}
