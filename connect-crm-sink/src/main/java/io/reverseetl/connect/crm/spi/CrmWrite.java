// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/**
 * One write of a batch.
 *
 * @param externalId the value of the property that identifies the object, or {@code crmId} if the record does not say
 *     it; no other write of the batch has it
 * @param crmId the CRM's own id, by which the object is to be found; empty if it is to be found by {@code externalId}
 * @param traceId the record's coordinates, {@code topic-partition-offset}; no other write of the batch has it
 * @param operation what is to be done with the object
 * @param payload what there is to say of it; of no use to an operation that takes the object away
 */
public record CrmWrite(String externalId, String crmId, String traceId, Operation operation, Payload payload) {

    /** A write to an object that is found by its external id. */
    public CrmWrite(String externalId, String traceId, Payload payload) {
        this(externalId, "", traceId, payload.operation(), payload);
    }

    /** Whether the object is to be found by the CRM's own id. */
    public boolean isByCrmId() {
        return !crmId.isEmpty();
    }

    /** What the object is to be found by. */
    public String sentId() {
        return isByCrmId() ? crmId : externalId;
    }

    /** Without the payload: its values are personal data. */
    @Override
    public String toString() {
        return "CrmWrite[" + traceId + "]";
    }
}
