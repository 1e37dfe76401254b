// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/**
 * One write of a batch.
 *
 * @param externalId the value of the property that identifies the object; no other write of the batch has it
 * @param traceId the record's coordinates, {@code topic-partition-offset}; no other write of the batch has it
 */
public record CrmWrite(String externalId, String traceId, Payload payload) {

    /** Without the payload: its values are personal data. */
    @Override
    public String toString() {
        return "CrmWrite[" + traceId + "]";
    }
}
