// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/** What became of a batch, and what the CRM said about its quota on that occasion. */
public record CrmAnswer(BatchOutcome outcome, QuotaReading quota) {

    /** An answer that says nothing about a quota. */
    public static CrmAnswer of(BatchOutcome outcome) {
        return new CrmAnswer(outcome, QuotaReading.NONE);
    }
}
