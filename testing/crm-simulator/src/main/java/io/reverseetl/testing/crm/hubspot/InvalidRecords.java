// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

/**
 * What happens to a batch in which a value does not fit its property. HubSpot does either, and its documents do not
 * say when.
 */
public enum InvalidRecords {
    /** 207: the valid records are written, and each invalid one has an error with its trace id. */
    PARTIAL,
    /** 400: nothing is written, and the error does not say which record it is about. */
    WHOLE_BATCH
}
