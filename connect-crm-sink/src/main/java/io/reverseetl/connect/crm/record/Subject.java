// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.engine.IdChange;

/**
 * What a record is about.
 *
 * @param externalId empty if the record does not say it
 * @param identity what it has in common with external ids that may be one with it to the CRM
 * @param recordKey the record's key as text, if the state is kept under it; else empty
 * @param idChange {@link IdChange#ORPHAN} if the state is kept under the external id
 */
record Subject(String object, String externalId, String identity, String recordKey, IdChange idChange) {

    /** An object that is known by its external id. */
    Subject(String object, String externalId, String identity) {
        this(object, externalId, identity, "", IdChange.ORPHAN);
    }
}
